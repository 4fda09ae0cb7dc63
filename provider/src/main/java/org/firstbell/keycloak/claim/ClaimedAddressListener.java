package org.firstbell.keycloak.claim;

import java.util.Optional;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Has the last word on whether a new user's address is verified.
 *
 * <p>When Keycloak has written the link it imports the new user, and goes by the provider's setting <i>Trust email</i>
 * and the ID token's {@code email_verified}, whichever address that is about. A claim has seen proof; and an address
 * that came from user info alone must not pass for proven, since receivers give access to whoever has proven theirs.
 * The {@code REGISTER} event is the one point after that import and before Keycloak decides whether to ask for a
 * verification mail.
 */
final class ClaimedAddressListener implements EventListenerProvider {

    /** Authentication-session note: what the identity provider says about an address is not about the user's. */
    static final String UNPROVEN_NOTE = "firstbell.address-unproven";

    private final KeycloakSession session;

    ClaimedAddressListener(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public void onEvent(Event event) {
        if (event.getType() == EventType.REGISTER) {
            UserModel user = session.users().getUserById(session.getContext().getRealm(), event.getUserId());
            if (user == null) {
                return;
            }
            if (ClaimCompletion.provedAddress(session, user)) {
                user.setEmailVerified(true);
            } else if (isUnproven()) {
                user.setEmailVerified(false);
            }
        }
    }

    private boolean isUnproven() {
        return Optional.ofNullable(session.getContext().getAuthenticationSession())
                .map((AuthenticationSessionModel authentication) -> authentication.getAuthNote(UNPROVEN_NOTE))
                .isPresent();
    }

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        // No administrator claims.
    }

    @Override
    public void close() {}
}
