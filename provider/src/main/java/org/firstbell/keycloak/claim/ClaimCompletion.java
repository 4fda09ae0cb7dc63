package org.firstbell.keycloak.claim;

import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.firstbell.keycloak.placeholder.PlaceholderLock;
import org.firstbell.keycloak.placeholder.PlaceholderMarker;
import org.keycloak.broker.provider.AbstractIdentityProvider;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.FederatedIdentityModel.FederatedIdentityCreatedEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.jpa.entities.UserEntity;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;
import org.keycloak.services.ErrorPageException;
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
        if (event instanceof FederatedIdentityCreatedEvent linked && maybeOfPlaceholder(linked)) {
            PlaceholderLock.take(linked.getKeycloakSession(), linked.getUser());
            if (PlaceholderMarker.claimableBy(linked.getUser()).isPresent()) {
                complete(linked.getKeycloakSession(), linked);
            }
        }
    }

    /** Certain only once the user is locked. What this login has claimed need not be read before, only to be read again. */
    private static boolean maybeOfPlaceholder(FederatedIdentityCreatedEvent linked) {
        return wasClaimed(linked.getKeycloakSession(), linked.getUser())
                || PlaceholderMarker.claimableBy(linked.getUser()).isPresent();
    }

    private static void complete(KeycloakSession session, FederatedIdentityCreatedEvent linked) {
        UserModel user = linked.getUser();
        if (wasClaimed(session, user)) {
            if (hasAnotherAccount(session, linked)) {
                refuse(session);
            }
            Footholds.remove(session, linked.getRealm(), user);
            // A sweep may have disabled it, and with the link written it could not be claimed again.
            user.setEnabled(true);
            session.setAttribute(COMPLETED_ATTRIBUTE, user.getId());
        } else if (OpenClaims.isOpen(user) && session.getContext().getAuthenticationSession() != null) {
            // Not an administrator: somebody with a session on the account binds an identity of their own to it.
            refuse(session);
        }
        OpenClaims.end(user);
        PlaceholderMarker.remove(user);
    }

    /** Who is renamed at the identity provider between two logins, can claim twice. Keycloak could sign them in no more. */
    private static boolean hasAnotherAccount(KeycloakSession session, FederatedIdentityCreatedEvent linked) {
        return session.getProvider(JpaConnectionProvider.class)
                        .getEntityManager()
                        .createNamedQuery("findUserByFederatedIdentityAndRealm", UserEntity.class)
                        .setParameter("realmId", linked.getRealm().getId())
                        .setParameter(
                                "identityProvider",
                                linked.getFederatedIdentity().getIdentityProvider())
                        .setParameter("userId", linked.getFederatedIdentity().getUserId())
                        .getResultList()
                        .size()
                > 1;
    }

    private static void refuse(KeycloakSession session) {
        throw new ErrorPageException(
                session,
                session.getContext().getAuthenticationSession(),
                Response.Status.FORBIDDEN,
                ClaimPlaceholderAuthenticator.DENIED_MESSAGE);
    }

    private static boolean wasClaimed(KeycloakSession session, UserModel user) {
        return Optional.ofNullable(session.getContext().getAuthenticationSession())
                .map((AuthenticationSessionModel authentication) -> authentication.getAuthNote(CLAIMED_USER_NOTE))
                .filter(user.getId()::equals)
                .isPresent();
    }
}
