package org.firstbell.keycloak.claim;

import static org.firstbell.keycloak.claim.ClaimDecision.ACCOUNT_IN_USE;
import static org.firstbell.keycloak.claim.ClaimDecision.CLAIM;
import static org.firstbell.keycloak.claim.ClaimDecision.EMAIL_MISMATCH;
import static org.firstbell.keycloak.claim.ClaimDecision.EMAIL_NOT_VERIFIED;
import static org.firstbell.keycloak.claim.ClaimDecision.HOSTED_DOMAIN;
import static org.firstbell.keycloak.claim.ClaimDecision.NOT_OURS;
import static org.firstbell.keycloak.claim.ClaimDecision.OTHER_PROVIDER;
import static org.firstbell.keycloak.claim.ClaimDecision.PROVIDER_DISABLED;

import java.util.Optional;
import org.firstbell.keycloak.claim.BrokeredIdentity.EmailVerified;
import org.firstbell.keycloak.claim.BrokeredIdentity.IdTokenClaims;

/** Decides whether an identity may take a placeholder over. Whatever is unknown or missing denies. */
final class ClaimPolicy {

    private final ClaimSettings settings;

    ClaimPolicy(ClaimSettings settings) {
        this.settings = settings;
    }

    /**
     * Says what becomes of this login.
     *
     * @param placeholder what waits under the identity's address, if anything does
     * @return {@code CLAIM}, {@code NOT_OURS}, or the first reason to deny
     */
    ClaimDecision decide(BrokeredIdentity identity, Optional<Account> placeholder) {
        return placeholder.map(account -> decide(identity, account)).orElse(NOT_OURS);
    }

    private ClaimDecision decide(BrokeredIdentity identity, Account placeholder) {
        if (!identity.providerEnabled()) {
            return PROVIDER_DISABLED;
        }
        if (!placeholder.claimableBy().equals(identity.provider())) {
            return OTHER_PROVIDER;
        }
        if (!placeholder.local()
                || placeholder.serviceAccount()
                || placeholder.linked()
                || placeholder.hasCredentials()) {
            return ACCOUNT_IN_USE;
        }
        if (identity.emailEdited() || mismatched(identity)) {
            return EMAIL_MISMATCH;
        }
        if (!verified(identity)) {
            return EMAIL_NOT_VERIFIED;
        }
        if (!hosted(identity)) {
            return HOSTED_DOMAIN;
        }
        return CLAIM;
    }

    /**
     * User info is fetched apart from the ID token and may name another address than the one the ID token vouches for
     * (CVE-2026-14781).
     */
    private static boolean mismatched(BrokeredIdentity identity) {
        return identity.idToken()
                .flatMap(IdTokenClaims::email)
                .filter(email -> !email.equals(identity.email()))
                .isPresent();
    }

    private boolean verified(BrokeredIdentity identity) {
        EmailVerified emailVerified =
                identity.idToken().map(IdTokenClaims::emailVerified).orElse(EmailVerified.MISSING);
        return switch (emailVerified) {
            // The word is worth something only together with the address it is about.
            case YES -> identity.idToken().flatMap(IdTokenClaims::email).isPresent();
            case NO -> false;
            case MISSING -> settings.acceptTrustEmail() && identity.providerTrustsEmail();
        };
    }

    private boolean hosted(BrokeredIdentity identity) {
        return settings.hostedDomains().isEmpty()
                || identity.idToken()
                        .flatMap(IdTokenClaims::hostedDomain)
                        .filter(settings::accepts)
                        .isPresent();
    }
}
