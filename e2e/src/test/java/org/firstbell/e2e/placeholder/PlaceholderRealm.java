package org.firstbell.e2e.placeholder;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.firstbell.e2e.client.KeycloakAdmin;

/** A realm for placeholders, in which nobody signs in. */
final class PlaceholderRealm implements AutoCloseable {

    private final KeycloakAdmin admin;
    private final String name = "placeholders-" + UUID.randomUUID();

    /** @param settings of the realm, besides its name and its identity provider {@code google} */
    PlaceholderRealm(KeycloakAdmin admin, Map<String, Object> settings) {
        this.admin = admin;
        Map<String, Object> realm = new HashMap<>(settings);
        realm.put("realm", name);
        realm.put("enabled", true);
        realm.put(
                "identityProviders",
                List.of(Map.of(
                        "alias", "google",
                        "providerId", "google",
                        "config", Map.of("clientId", "school", "clientSecret", "unused"))));
        admin.create(realm).expect(201);
    }

    String name() {
        return name;
    }

    String id() {
        return admin.get(name).expect(200).body().required("id").textValue();
    }

    /** Somebody as a request tells of them. */
    static Map<String, String> named(String email) {
        return Map.of("email", email, "firstName", "Ada", "lastName", "Lovelace");
    }

    /** Makes placeholders; returns one result per person, in the same order. */
    JsonNode create(List<Map<String, String>> people) {
        return admin.post(name + "/firstbell/placeholders", Map.of("identityProvider", "google", "people", people))
                .expect(200)
                .body()
                .required("results");
    }

    static List<String> outcomes(JsonNode results) {
        return results.findValuesAsText("outcome");
    }

    @Override
    public void close() {
        admin.delete(name).expect(204);
    }
}
