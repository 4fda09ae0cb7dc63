package org.firstbell.keycloak.delivery;

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
     * Keycloak's own search wants to know the attribute's value.
     */
    List<ReceiverId> of(RealmModel realm) {
        return session.getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .createQuery(
                        "select a.client.id from ClientAttributeEntity a where a.name = :name and a.value <> ''"
                                + " and a.client.realmId = :realm",
                        String.class)
                .setParameter("name", URL_ATTRIBUTE)
                .setParameter("realm", realm.getId())
                .getResultStream()
                .map(client -> new ReceiverId(realm.getId(), client))
                .toList();
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
     * Somebody to push events to.
     *
     * @param clientId as administrators know it, and the audience of the events
     * @param url where to push, as configured
     */
    record Receiver(ReceiverId id, String clientId, String url) {}
}
