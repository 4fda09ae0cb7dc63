package org.firstbell.keycloak.claim;

import java.util.Optional;
import org.firstbell.keycloak.placeholder.PlaceholderMarker;
import org.keycloak.broker.provider.AbstractIdentityProvider;
import org.keycloak.models.FederatedIdentityModel.FederatedIdentityCreatedEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Ends a placeholder's life in the transaction that writes its first link, whichever way the link comes about.
 *
 * <p>Keycloak writes the link one request after the authenticator has claimed; only then is the person bound to the
 * account, and only then may the marker go.
 */
public final class ClaimCompletion implements ProviderEventListener {

    /** Authentication-session note: id of the user that was claimed in this login. */
    static final String CLAIMED_USER_NOTE = "firstbell.claimed";

    private static final String COMPLETED_ATTRIBUTE = "firstbell.claim.completed";

    ClaimCompletion() {}

    /** Whether the current request turned this user from a placeholder into an ordinary user by a claim. */
    public static boolean completedIn(KeycloakSession session, UserModel user) {
        return user.getId().equals(session.getAttribute(COMPLETED_ATTRIBUTE));
    }

    /** Whether the current request completed a claim, and the address is still the one that was proven. */
    static boolean provedAddress(KeycloakSession session, UserModel user) {
        return completedIn(session, user) && !emailEdited(session.getContext().getAuthenticationSession());
    }

    /** Whether a <i>Review profile</i> page of the flow let the person type an address of their own. */
    static boolean emailEdited(AuthenticationSessionModel authentication) {
        return Boolean.parseBoolean(authentication.getAuthNote(AbstractIdentityProvider.UPDATE_PROFILE_EMAIL_CHANGED));
    }

    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof FederatedIdentityCreatedEvent linked
                && PlaceholderMarker.claimableBy(linked.getUser()).isPresent()) {
            PlaceholderMarker.remove(linked.getUser());
            BrokenOffClaims.forget(linked.getUser());
            if (wasClaimed(linked.getKeycloakSession(), linked.getUser())) {
                // Disabled meanwhile, as a placeholder: with the link written it could not be claimed again.
                linked.getUser().setEnabled(true);
                linked.getKeycloakSession()
                        .setAttribute(COMPLETED_ATTRIBUTE, linked.getUser().getId());
            }
        }
    }

    private static boolean wasClaimed(KeycloakSession session, UserModel user) {
        return Optional.ofNullable(session.getContext().getAuthenticationSession())
                .map((AuthenticationSessionModel authentication) -> authentication.getAuthNote(CLAIMED_USER_NOTE))
                .filter(user.getId()::equals)
                .isPresent();
    }
}
