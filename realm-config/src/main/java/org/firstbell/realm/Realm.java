package org.firstbell.realm;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** A realm, as an administrator reads and changes it through Keycloak's Admin REST API. */
final class Realm {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final String name;
    private final URI resource;
    private final AdminToken token;

    /**
     * @param server Keycloak's base address, with whatever path it is served under
     * @param token of somebody who may manage the realm
     */
    Realm(URI server, String name, AdminToken token) {
        this.name = name;
        this.resource = URI.create(withoutSlash(server) + "/admin/realms/" + segment(name));
        this.token = token;
    }

    String name() {
        return name;
    }

    /** Gets a token, for whoever wants to know first whether they are let in. */
    void signIn() {
        token.value(http);
    }

    /** The realm's own settings. */
    ObjectNode settings() {
        return (ObjectNode) find("").orElseThrow(() -> new RefusedException("There is no realm " + name));
    }

    /**
     * Reads what must be there.
     *
     * @param path below the realm, beginning with a slash unless empty; see {@link #segment}
     */
    JsonNode get(String path) {
        return find(path).orElseThrow(() -> new RefusedException("GET " + path + ": not there"));
    }

    /** Reads what may be there. */
    Optional<JsonNode> find(String path) {
        HttpResponse<String> answer = send("GET", path, Optional.empty());
        return answer.statusCode() == 404 ? Optional.empty() : Optional.of(body(expectSuccess("GET", path, answer)));
    }

    /** {@return what is answered; nothing, if it is no JSON} */
    JsonNode post(String path, JsonNode body) {
        return body(expectSuccess("POST", path, send("POST", path, Optional.of(body))));
    }

    void put(String path, JsonNode body) {
        expectSuccess("PUT", path, send("PUT", path, Optional.of(body)));
    }

    /** Deletes what may be there. */
    void delete(String path) {
        delete(path, Optional.empty());
    }

    /** Takes from a list that is at this path. */
    void delete(String path, Optional<JsonNode> what) {
        HttpResponse<String> answer = send("DELETE", path, what);
        if (answer.statusCode() != 404) {
            expectSuccess("DELETE", path, answer);
        }
    }

    /** The client of this client id. */
    Optional<ObjectNode> client(String clientId) {
        JsonNode found = get("/clients?clientId=" + segment(clientId));
        return found.isEmpty() ? Optional.empty() : Optional.of((ObjectNode) found.get(0));
    }

    /** A name as one segment of a path, or as a value in a query. */
    static String segment(String name) {
        return URLEncoder.encode(name, UTF_8).replace("+", "%20");
    }

    static String withoutSlash(URI uri) {
        return uri.toString().replaceFirst("/+$", "");
    }

    private HttpResponse<String> send(String method, String path, Optional<JsonNode> body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(resource + path))
                .timeout(TIMEOUT)
                .header("Accept", "application/json")
                .header("Authorization", "Bearer " + token.value(http))
                .method(
                        method,
                        body.map(JsonNode::toString)
                                .map(BodyPublishers::ofString)
                                .orElseGet(BodyPublishers::noBody));
        body.ifPresent(it -> request.header("Content-Type", "application/json"));
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UnavailableException("Keycloak cannot be reached at " + resource + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("interrupted", e);
        }
    }

    private HttpResponse<String> expectSuccess(String method, String path, HttpResponse<String> answer) {
        if (answer.statusCode() >= 300) {
            String reason = body(answer)
                    .path("errorMessage")
                    .asText(body(answer).path("error").asText(""));
            String what = "Keycloak answers " + method + " " + resource + path + " with HTTP " + answer.statusCode()
                    + (reason.isEmpty() ? "" : ": " + reason);
            throw UnavailableException.mayPass(answer.statusCode())
                    ? new UnavailableException(what)
                    : new RefusedException(what);
        }
        return answer;
    }

    private static JsonNode body(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException noJson) {
            return MissingNode.getInstance();
        }
    }
}
