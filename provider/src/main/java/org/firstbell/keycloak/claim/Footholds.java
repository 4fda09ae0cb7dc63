package org.firstbell.keycloak.claim;

import java.util.List;
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
        List<CredentialModel> credentials =
                user.credentialManager().getStoredCredentialsStream().toList();
        credentials.forEach(credential -> user.credentialManager().removeStoredCredentialById(credential.getId()));
        session.sessions().removeUserSessions(realm, user);
        List<UserSessionModel> offline =
                session.sessions().getOfflineUserSessionsStream(realm, user).toList();
        offline.forEach(userSession -> session.sessions().removeOfflineUserSession(realm, userSession));
        user.setEmailVerified(false);
    }
}
