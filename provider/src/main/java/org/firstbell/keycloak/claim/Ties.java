package org.firstbell.keycloak.claim;

import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/**
 * What ties somebody to an account of Keycloak's own database. A placeholder has none of it.
 *
 * @param links to identity providers
 * @param credentials stored ones, of every type
 */
record Ties(long links, long credentials) {

    /** Of an account elsewhere: as if there were some. */
    static final Ties UNKNOWN = new Ties(1, 1);

    /** One statement, where Keycloak's own models would take three, one of them about federated stores. */
    static Ties of(KeycloakSession session, UserModel user) {
        return session.getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .createQuery(
                        "select (select count(*) from FederatedIdentityEntity l where l.user = u),"
                                + " (select count(*) from CredentialEntity c where c.user = u)"
                                + " from UserEntity u where u.id = :user",
                        Ties.class)
                .setParameter("user", user.getId())
                .getSingleResult();
    }
}
