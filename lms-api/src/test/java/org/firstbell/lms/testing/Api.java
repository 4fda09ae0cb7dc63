package org.firstbell.lms.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.ConfigProvider;

/** The running API, called over HTTP by somebody. */
public final class Api {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestRealm realm;
    private final String bearer;
    private final Supplier<URI> instance;

    private Api(TestRealm realm, String bearer, Supplier<URI> instance) {
        this.realm = realm;
        this.bearer = bearer;
        this.instance = instance;
    }

    /** What came back; {@code json} is a missing node if there is no body. */
    public record Answer(int status, JsonNode json, HttpResponse<String> response) {

        /** The last part of a problem's type. */
        public String problem() {
            return json.path("type").asText().replace("https://firstbell.org/problems/", "");
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    public static Api anonymously(TestRealm realm) {
        return new Api(realm, null, Api::underTest);
    }

    public static Api as(Someone someone, TestRealm realm) {
        return new Api(realm, someone.token(realm), Api::underTest);
    }

    public static Api withToken(String token, TestRealm realm) {
        return new Api(realm, token, Api::underTest);
    }

    /** The same person, calling another instance. */
    public Api at(URI other) {
        return new Api(realm, bearer, () -> other);
    }

    public Answer get(String path) {
        return send("GET", path, null, null);
    }

    public Answer delete(String path) {
        return send("DELETE", path, null, null);
    }

    public Answer put(String path, String json) {
        return send("PUT", path, "application/json", json);
    }

    public Answer post(String path, String json) {
        return send("POST", path, "application/json", json);
    }

    public Answer send(String method, String path, String contentType, String body) {
        return publish(
                method, path, contentType, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    }

    /** As {@code send}, with a body of whatever origin and length. */
    public Answer publish(String method, String path, String contentType, BodyPublisher body) {
        return publish(HttpRequest.newBuilder(url(path)).method(method, body), contentType);
    }

    /** As {@code send}, with one more header. */
    public Answer sendWith(String header, String value, String method, String path, String json) {
        return publish(
                HttpRequest.newBuilder(url(path))
                        .header(header, value)
                        .method(method, json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json)),
                json == null ? null : "application/json");
    }

    private Answer publish(HttpRequest.Builder request, String contentType) {
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        if (bearer != null) {
            request.header("Authorization", "Bearer " + bearer);
        }
        try {
            HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), json(response.body()), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Pushes an event, which needs nobody signed in. */
    public Answer push(TestEvent event) {
        return push(event.token(realm));
    }

    public Answer push(String token) {
        return send("POST", "/api/events", "application/secevent+jwt", token);
    }

    public UUID createCourse(String title) {
        return UUID.fromString(post("/api/courses", "{\"title\":\"" + title + "\"}")
                .json()
                .required("id")
                .textValue());
    }

    public Answer allow(UUID course, String email, String... privileges) {
        return grant(course, email, quoted(privileges), "");
    }

    public Answer deny(UUID course, String email, String... privileges) {
        return grant(course, email, "", quoted(privileges));
    }

    private Answer grant(UUID course, String email, String allow, String deny) {
        return put(
                "/api/courses/" + course + "/privileges",
                "{\"email\":\"%s\",\"allow\":[%s],\"deny\":[%s]}".formatted(email, allow, deny));
    }

    private static String quoted(String... names) {
        return Arrays.stream(names).map(name -> '"' + name + '"').collect(Collectors.joining(","));
    }

    private URI url(String path) {
        return URI.create(instance.get() + path);
    }

    private static URI underTest() {
        return URI.create(ConfigProvider.getConfig().getValue("test.url", String.class));
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (IOException notJson) {
            return JSON.missingNode();
        }
    }
}
