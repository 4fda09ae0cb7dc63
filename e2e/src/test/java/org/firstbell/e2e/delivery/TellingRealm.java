package org.firstbell.e2e.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.firstbell.e2e.client.Answer;
import org.firstbell.e2e.client.KeycloakAdmin;
import org.firstbell.e2e.client.Patience;
import org.firstbell.e2e.client.UnmetExpectationException;

/** A realm of its own that tells receivers what happens to its users, and nothing else. */
final class TellingRealm implements AutoCloseable {

    private static final Patience PATIENCE = Patience.of(Duration.ofSeconds(60));
    private static final AtomicInteger PEOPLE = new AtomicInteger();

    private final KeycloakAdmin admin;
    private final String name;

    TellingRealm(KeycloakAdmin admin) {
        this(admin, Map.of());
    }

    /** A realm with further settings. */
    TellingRealm(KeycloakAdmin admin, Map<String, Object> settings) {
        this(admin, "telling-" + UUID.randomUUID());
        admin.create(Map.of("realm", name, "enabled", true, "eventsListeners", List.of("firstbell")))
                .expect(201);
        change(settings);
    }

    private TellingRealm(KeycloakAdmin admin, String name) {
        this.admin = admin;
        this.name = name;
    }

    /** The same realm, seen from another node. */
    TellingRealm through(KeycloakAdmin adminOfThatNode) {
        return new TellingRealm(adminOfThatNode, name);
    }

    String name() {
        return name;
    }

    String id() {
        return admin.get(name).expect(200).body().required("id").textValue();
    }

    void change(Map<String, Object> settings) {
        ObjectNode realm = (ObjectNode) admin.get(name).expect(200).body();
        settings.forEach(realm::putPOJO);
        admin.put(name, realm).expect(204);
    }

    /** Has a receiver told from now on; returns the internal id of its client. */
    String tell(String clientId, URI url) {
        admin.post(
                        name + "/clients",
                        Map.of("clientId", clientId, "attributes", Map.of("firstbell.events.url", url.toString())))
                .expect(201);
        return client(clientId).required("id").textValue();
    }

    void changeClient(String clientId, String field, Object value) {
        ObjectNode client = (ObjectNode) client(clientId);
        client.putPOJO(field, value);
        admin.put(name + "/clients/" + client.required("id").textValue(), client)
                .expect(204);
    }

    void deleteClient(String clientId) {
        admin.delete(name + "/clients/" + client(clientId).required("id").textValue())
                .expect(204);
    }

    private JsonNode client(String clientId) {
        return admin.get(name + "/clients?clientId=" + clientId)
                .expect(200)
                .body()
                .required(0);
    }

    /** Registers somebody, of whom there is nothing to tell yet; returns the user's id. */
    String somebody() {
        String email = "person" + PEOPLE.incrementAndGet() + "@school.example";
        Answer created = admin.post(
                        name + "/users",
                        Map.of("username", email, "email", email, "emailVerified", true, "enabled", true))
                .expect(201);
        String location = created.headers().firstValue("Location").orElseThrow();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    /** Has one event told about a user: that the address is, verified, the one it is. */
    void touch(String user) {
        admin.put(name + "/users/" + user, Map.of("emailVerified", true)).expect(204);
    }

    void delete(String user) {
        admin.delete(name + "/users/" + user).expect(204);
    }

    /** All deliveries that the query asks for, oldest first. */
    List<JsonNode> deliveries(String query) {
        List<JsonNode> deliveries = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = admin.get(name + "/firstbell/deliveries?max=1000" + query + next)
                    .expect(200)
                    .body();
            page.required("deliveries").forEach(deliveries::add);
            next = page.has("next") ? "&cursor=" + page.required("next").textValue() : "";
        } while (!next.isEmpty());
        return deliveries;
    }

    /** Waits until the only delivery of the realm is in this status. */
    JsonNode awaitOnly(String status) {
        return PATIENCE.await(
                "one delivery, " + status,
                () -> Optional.of(deliveries(""))
                        .filter(all -> all.size() == 1)
                        .map(all -> all.get(0))
                        .filter(it -> it.required("status").textValue().equals(status)));
    }

    /** Waits until the only delivery of the realm has failed, and says why. */
    String awaitFailure() {
        return PATIENCE.await(
                "a delivery that has failed",
                () -> Optional.of(deliveries(""))
                        .filter(all -> all.size() == 1 && all.get(0).has("lastError"))
                        .map(all -> all.get(0).required("lastError").textValue()));
    }

    /** Waits until Keycloak answers again, after what was done to it. */
    void awaitKeycloak() {
        PATIENCE.await("Keycloak", () -> {
            try {
                return Optional.of(count("dead"));
            } catch (UnmetExpectationException notYet) {
                return Optional.empty();
            }
        });
    }

    /** Waits until that many deliveries of the realm are in this status. */
    void await(String status, int count) {
        PATIENCE.await(
                count + " deliveries, " + status,
                () -> Optional.of(count(status)).filter(it -> it == count));
    }

    int count(String status) {
        return admin.get(name + "/firstbell/deliveries/count")
                .expect(200)
                .body()
                .required(status)
                .intValue();
    }

    Answer post(String path) {
        return admin.post(name + "/firstbell/deliveries" + path, Map.of());
    }

    @Override
    public void close() {
        admin.delete(name).expect(204);
    }
}
