package org.firstbell.keycloak.delivery;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.ClientModel;
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
     * The realm's receivers, disabled ones included. Asked at every first login, hence one query on the attribute:
     * Keycloak's own search wants to know the attribute's value. It tells the time as well, which a lease needs.
     */
    List<Found> of(RealmModel realm) {
        return session.getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .createQuery(
                        "select a.client.realmId, a.client.id, instant from ClientAttributeEntity a"
                                + " where a.name = :name and a.value <> '' and a.client.realmId = :realm",
                        Found.class)
                .setParameter("name", URL_ATTRIBUTE)
                .setParameter("realm", realm.getId())
                .getResultList();
    }

    /** The receiver, if it and its realm are enabled and it has a URL. */
    Optional<Receiver> find(ReceiverId id) {
        return Optional.ofNullable(session.realms().getRealm(id.realm()))
                .filter(RealmModel::isEnabled)
                .flatMap(realm -> Optional.ofNullable(realm.getClientById(id.client())))
                .filter(ClientModel::isEnabled)
                .filter(client -> url(client).isPresent())
                .map(client ->
                        new Receiver(id, client.getClientId(), url(client).get()));
    }

    private static Optional<String> url(ClientModel client) {
        return Optional.ofNullable(client.getAttribute(URL_ATTRIBUTE)).filter(url -> !url.isBlank());
    }

    /** Internal ids of a realm and of a client of it. */
    record ReceiverId(String realm, String client) {}

    /**
     * A receiver, and when it was found.
     *
     * @param at by the database's clock
     */
    record Found(ReceiverId id, Instant at) {

        /** One row of the query. */
        Found(String realm, String client, Instant at) {
            this(new ReceiverId(realm, client), at);
        }
    }

    /**
     * Somebody to push events to.
     *
     * @param clientId as administrators know it, and the audience of the events
     * @param url where to push, as configured
     */
    record Receiver(ReceiverId id, String clientId, String url) {}
}
