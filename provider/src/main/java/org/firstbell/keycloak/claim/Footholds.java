package org.firstbell.keycloak.claim;

import java.util.List;
import org.keycloak.common.util.MultiSiteUtils;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

/**
 * What somebody can gain on an account while a claim has it enabled and no link is written: through "forgot password" a
 * credential, through impersonation a session.
 *
 * <p>None of it may outlive the claim. It would let its owner into the account of the person who completes the claim;
 * and if nobody does, a credential would keep that person from claiming anew.
 */
final class Footholds {

    private Footholds() {}

    /** Takes all credentials and sessions from a user, and the verification of the address. */
    static void remove(KeycloakSession session, RealmModel realm, UserModel user) {
        if (mayHaveAny(session, user)) {
            removeAll(session, realm, user);
        }
        user.setEmailVerified(false);
    }

    /** Hardly any account has, and one statement tells so; to look for each kind by itself would take three. */
    private static boolean mayHaveAny(KeycloakSession session, UserModel user) {
        return !MultiSiteUtils.isPersistentSessionsEnabled() // Then the caches alone know of sessions.
                || !session.getProvider(JpaConnectionProvider.class)
                        .getEntityManager()
                        .createQuery(
                                "select u.id from UserEntity u where u.id = :user"
                                        + " and (exists (select 1 from CredentialEntity c where c.user = u)"
                                        + " or exists (select 1 from PersistentUserSessionEntity s where s.userId = u.id))",
                                String.class)
                        .setParameter("user", user.getId())
                        .getResultList()
                        .isEmpty();
    }

    private static void removeAll(KeycloakSession session, RealmModel realm, UserModel user) {
        List<CredentialModel> credentials =
                user.credentialManager().getStoredCredentialsStream().toList();
        credentials.forEach(credential -> user.credentialManager().removeStoredCredentialById(credential.getId()));
        session.sessions().removeUserSessions(realm, user);
        List<UserSessionModel> offline =
                session.sessions().getOfflineUserSessionsStream(realm, user).toList();
        offline.forEach(userSession -> session.sessions().removeOfflineUserSession(realm, userSession));
    }
}
