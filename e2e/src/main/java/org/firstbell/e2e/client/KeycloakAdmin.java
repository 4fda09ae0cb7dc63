package org.firstbell.e2e.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Keycloak's administrator, at its Admin REST API. */
public final class KeycloakAdmin {

    /** Well below the lifetime of a token of realm {@code master}, one minute. */
    private static final Duration TOKEN_USE = Duration.ofSeconds(30);

    private final JsonHttp http;
    private final URI keycloak;
    private final String user;
    private final String password;
    private String token;
    private long tokenFrom;

    public KeycloakAdmin(URI keycloak, String user, String password) {
        this(keycloak, user, password, new JsonHttp());
    }

    /** For requests that take longer than others: {@code http} says for how long to wait. */
    public KeycloakAdmin(URI keycloak, String user, String password, JsonHttp http) {
        this.http = http;
        this.keycloak = keycloak;
        this.user = user;
        this.password = password;
    }

    /** Creates a realm. */
    public Answer create(Object realm) {
        return send("POST", "", Optional.of(realm));
    }

    /**
     * Reads.
     *
     * @param path below {@code /admin/realms/}, query included
     */
    public Answer get(String path) {
        return send("GET", path, Optional.empty());
    }

    /**
     * Creates, or causes something.
     *
     * @param path below {@code /admin/realms/}
     * @param body anything that Jackson can turn into JSON
     */
    public Answer post(String path, Object body) {
        return send("POST", path, Optional.of(body));
    }

    public Answer put(String path, Object body) {
        return send("PUT", path, Optional.of(body));
    }

    /** Changes, in a request with headers of its own. */
    public Answer put(String path, Object body, Map<String, String> headers) {
        return http.send("PUT", uri(path), headers, Optional.of(token()), Optional.of(body));
    }

    public Answer delete(String path) {
        return send("DELETE", path, Optional.empty());
    }

    /** The user of exactly this address, with all attributes. */
    public Optional<JsonNode> findUser(String realm, String email) {
        String query = JsonHttp.formEncoded(Map.of("email", email, "exact", "true", "briefRepresentation", "false"));
        JsonNode users = get(realm + "/users?" + query).expect(200).body();
        return users.isEmpty() ? Optional.empty() : Optional.of(users.get(0));
    }

    private Answer send(String method, String path, Optional<?> body) {
        return http.send(method, uri(path), Map.of(), Optional.of(token()), body);
    }

    private URI uri(String path) {
        return keycloak.resolve("/admin/realms/" + path);
    }

    private synchronized String token() {
        if (token == null || System.nanoTime() - tokenFrom > TOKEN_USE.toNanos()) {
            token = http.postForm(
                            keycloak.resolve("/realms/master/protocol/openid-connect/token"),
                            Map.of(
                                    "grant_type",
                                    "password",
                                    "client_id",
                                    "admin-cli",
                                    "username",
                                    user,
                                    "password",
                                    password))
                    .expect(200)
                    .body()
                    .required("access_token")
                    .textValue();
            tokenFrom = System.nanoTime();
        }
        return token;
    }
}
