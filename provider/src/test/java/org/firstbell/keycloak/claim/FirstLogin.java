package org.firstbell.keycloak.claim;

import java.util.List;
import java.util.Optional;
import org.firstbell.address.EmailAddress;
import org.firstbell.keycloak.claim.BrokeredIdentity.EmailVerified;
import org.firstbell.keycloak.claim.BrokeredIdentity.IdTokenClaims;

/** A first login, by default of {@code newcomer@school.example} through Google, with all that a claim needs. */
final class FirstLogin {

    private boolean providerEnabled = true;
    private boolean trustEmail;
    private boolean emailEdited;
    private boolean hasIdToken = true;
    private Optional<EmailAddress> idTokenEmail = EmailAddress.tryParse("newcomer@school.example");
    private Object emailVerified = true;
    private Optional<String> hostedDomain = Optional.empty();

    private boolean hasPlaceholder = true;
    private String claimableBy = "google";
    private boolean local = true;
    private boolean serviceAccount;
    private boolean linked;
    private boolean hasCredentials;

    private List<String> hostedDomains = List.of();
    private boolean acceptTrustEmail;

    static FirstLogin aLogin() {
        return new FirstLogin();
    }

    BrokeredIdentity identity() {
        return new BrokeredIdentity(
                "google",
                providerEnabled,
                trustEmail,
                EmailAddress.parse("newcomer@school.example"),
                emailEdited,
                hasIdToken
                        ? Optional.of(new IdTokenClaims(idTokenEmail, EmailVerified.of(emailVerified), hostedDomain))
                        : Optional.empty());
    }

    ClaimDecision decision() {
        Optional<Account> placeholder = hasPlaceholder
                ? Optional.of(new Account(claimableBy, local, serviceAccount, linked, hasCredentials))
                : Optional.empty();
        return new ClaimPolicy(ClaimSettings.of(hostedDomains, acceptTrustEmail)).decide(identity(), placeholder);
    }

    FirstLogin providerDisabled() {
        providerEnabled = false;
        return this;
    }

    FirstLogin trustedEmail() {
        trustEmail = true;
        return this;
    }

    FirstLogin acceptingTrust() {
        acceptTrustEmail = true;
        return this;
    }

    FirstLogin trusting() {
        return trustedEmail().acceptingTrust();
    }

    FirstLogin emailEdited() {
        emailEdited = true;
        return this;
    }

    FirstLogin withoutIdToken() {
        hasIdToken = false;
        return this;
    }

    FirstLogin idTokenEmail(String email) {
        idTokenEmail = EmailAddress.tryParse(email);
        return this;
    }

    FirstLogin withoutIdTokenEmail() {
        idTokenEmail = Optional.empty();
        return this;
    }

    FirstLogin emailVerified(Object claim) {
        emailVerified = claim;
        return this;
    }

    FirstLogin hostedDomain(String domain) {
        hostedDomain = Optional.of(domain);
        return this;
    }

    FirstLogin withNoPlaceholder() {
        hasPlaceholder = false;
        return this;
    }

    FirstLogin markedFor(String identityProvider) {
        claimableBy = identityProvider;
        return this;
    }

    FirstLogin linked() {
        linked = true;
        return this;
    }

    FirstLogin withCredential() {
        hasCredentials = true;
        return this;
    }

    FirstLogin serviceAccount() {
        serviceAccount = true;
        return this;
    }

    FirstLogin federated() {
        local = false;
        return this;
    }

    FirstLogin requiring(String... domains) {
        hostedDomains = List.of(domains);
        return this;
    }
}
