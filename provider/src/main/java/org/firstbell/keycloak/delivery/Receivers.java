package org.firstbell.keycloak.delivery;

import java.util.List;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The clients of a realm that want to be told: those with the attribute {@code firstbell.events.url}. */
final class Receivers {

    /** Client attribute: where the receiver takes security event tokens (RFC 8935). */
    static final String URL_ATTRIBUTE = "firstbell.events.url";

    private final KeycloakSession session;

    Receivers(KeycloakSession session) {
        this.session = session;
    }

    /**
     * Internal ids of the realm's receivers, disabled ones included. Asked at every first login, hence one query on the
     * attribute: Keycloak's own search wants to know the attribute's value.
     */
    List<String> idsIn(RealmModel realm) {
        return session.getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .createQuery(
                        "select a.client.id from ClientAttributeEntity a where a.name = :name and a.value <> ''"
                                + " and a.client.realmId = :realm",
                        String.class)
                .setParameter("name", URL_ATTRIBUTE)
                .setParameter("realm", realm.getId())
                .getResultList();
    }
}
