package org.firstbell.keycloak.claim;

import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/**
 * Keeps the address of a claimed account verified.
 *
 * <p>When Keycloak has written the link it imports the new user, and takes the provider's setting <i>Trust email</i> for
 * the last word on the address. The claim has seen proof. The {@code REGISTER} event is the one point after that import
 * and before Keycloak decides whether to ask for a verification mail.
 */
final class ClaimedAddressListener implements EventListenerProvider {

    private final KeycloakSession session;

    ClaimedAddressListener(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public void onEvent(Event event) {
        if (event.getType() == EventType.REGISTER) {
            UserModel user = session.users().getUserById(session.getContext().getRealm(), event.getUserId());
            if (user != null && ClaimCompletion.provedAddress(session, user)) {
                user.setEmailVerified(true);
            }
        }
    }

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        // No administrator claims.
    }

    @Override
    public void close() {}
}
