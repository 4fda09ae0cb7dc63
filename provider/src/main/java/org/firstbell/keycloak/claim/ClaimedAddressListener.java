package org.firstbell.keycloak.claim;

import java.util.Map;
import java.util.Optional;
import org.firstbell.address.AddressRule;
import org.firstbell.address.EmailAddress;
import org.keycloak.broker.oidc.OIDCIdentityProvider;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.jose.jws.JWSInput;
import org.keycloak.jose.jws.JWSInputException;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.IdentityProviderSyncMode;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.representations.JsonWebToken;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Has the last word on whether an address that comes from an identity provider is verified.
 *
 * <p>When Keycloak has written the link it imports the new user, and goes by the provider's setting <i>Trust email</i>
 * and the ID token's {@code email_verified}, whichever address that is about; with sync mode <i>Force</i> it does so
 * again at every login. A claim has seen proof; and an address that came from user info alone must not pass for proven,
 * since receivers give access to whoever has proven theirs. The {@code REGISTER} event is the one point after the import
 * and before Keycloak decides whether to ask for a verification mail; {@code LOGIN} is the one after a later
 * synchronization and before anybody gets a token.
 */
final class ClaimedAddressListener implements EventListenerProvider {

    /** Authentication-session note: what the identity provider says about an address is not about the user's. */
    static final String UNPROVEN_NOTE = "firstbell.address-unproven";

    private final KeycloakSession session;
    private final AddressRule rule;

    ClaimedAddressListener(KeycloakSession session, AddressRule rule) {
        this.session = session;
        this.rule = rule;
    }

    @Override
    public void onEvent(Event event) {
        switch (event.getType()) {
            case REGISTER -> user(event).ifPresent(this::judgeNewAddress);
            case LOGIN ->
                user(event)
                        .filter(UserModel::isEmailVerified)
                        .filter(this::isSynchronizedUnproven)
                        .ifPresent(user -> user.setEmailVerified(false));
            default -> {
                // No address comes with it.
            }
        }
    }

    private Optional<UserModel> user(Event event) {
        return Optional.ofNullable(event.getUserId())
                .map(id -> session.users().getUserById(session.getContext().getRealm(), id));
    }

    private void judgeNewAddress(UserModel user) {
        if (ClaimCompletion.provedAddress(session, user)) {
            user.setEmailVerified(true);
        } else if (isUnproven()) {
            user.setEmailVerified(false);
        }
    }

    private boolean isUnproven() {
        return authentication()
                .map(authentication -> authentication.getAuthNote(UNPROVEN_NOTE))
                .isPresent();
    }

    /** Whether Keycloak has just taken the address over on the word of an ID token that does not verify it. */
    private boolean isSynchronizedUnproven(UserModel user) {
        Map<String, String> notes = authentication()
                .map(AuthenticationSessionModel::getUserSessionNotes)
                .orElse(Map.of());
        Optional<IdentityProviderModel> provider = Optional.ofNullable(notes.get(Details.IDENTITY_PROVIDER))
                .map(alias -> session.identityProviders().getByAlias(alias))
                .filter(it -> it.getSyncMode() == IdentityProviderSyncMode.FORCE)
                .filter(it -> Boolean.TRUE.equals(it.isTrustEmail()));
        Optional<EmailAddress> email = rule.tryParse(user.getEmail());
        if (provider.isEmpty() || email.isEmpty()) {
            return false;
        }
        return new BrokeredIdentity(
                        provider.get().getAlias(),
                        provider.get().isEnabled(),
                        true,
                        email.get(),
                        false,
                        idToken(notes).map(new IdTokenReader(rule)::read))
                .verificationIsMisplaced();
    }

    /** Keycloak keeps the ID token for the logout at the identity provider, unless that is switched off. */
    private static Optional<JsonWebToken> idToken(Map<String, String> notes) {
        return Optional.ofNullable(notes.get(OIDCIdentityProvider.FEDERATED_ID_TOKEN))
                .map(ClaimedAddressListener::parsed);
    }

    private static JsonWebToken parsed(String idToken) {
        try {
            return new JWSInput(idToken).readJsonContent(JsonWebToken.class);
        } catch (JWSInputException e) {
            throw new IllegalStateException("an ID token that Keycloak has validated cannot be read", e);
        }
    }

    private Optional<AuthenticationSessionModel> authentication() {
        return Optional.ofNullable(session.getContext().getAuthenticationSession());
    }

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        // No administrator claims.
    }

    @Override
    public void close() {}
}
