package org.firstbell.e2e.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** HTTP with JSON bodies and bearer tokens, as an API's client speaks it. Thread-safe. */
public final class JsonHttp {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Duration timeout;

    /** Waits 30 seconds for an answer. */
    public JsonHttp() {
        this(TIMEOUT);
    }

    /** @param timeout for how long it waits for an answer */
    public JsonHttp(Duration timeout) {
        this.timeout = timeout;
    }

    /**
     * Sends a request.
     *
     * @param token bearer token, if any
     * @param body turned into JSON, if any
     * @throws UncheckedIOException if the server cannot be reached, or does not answer in time
     */
    public Answer send(String method, URI uri, Optional<String> token, Optional<?> body) {
        return send(method, uri, Map.of(), token, body);
    }

    /** Sends a request with further headers. */
    public Answer send(String method, URI uri, Map<String, String> headers, Optional<String> token, Optional<?> body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(timeout)
                .header("Accept", "application/json")
                .method(method, body.map(JsonHttp::json).orElseGet(BodyPublishers::noBody));
        headers.forEach(request::header);
        token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
        body.ifPresent(value -> request.header("Content-Type", "application/json"));
        return send(request.build());
    }

    /** Posts an HTML form's fields, as OAuth 2.0 token requests are sent. */
    public Answer postForm(URI uri, Map<String, String> fields) {
        return send(HttpRequest.newBuilder(uri)
                .timeout(timeout)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(formEncoded(fields)))
                .build());
    }

    /** {@code name=value} pairs in the encoding of forms and queries. */
    public static String formEncoded(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field ->
                        URLEncoder.encode(field.getKey(), UTF_8) + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(joining("&"));
    }

    private Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            return new Answer(
                    request.method() + " " + request.uri(),
                    response.statusCode(),
                    response.headers(),
                    parse(response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(request.method() + " " + request.uri() + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during " + request.method() + " " + request.uri(), e);
        }
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException noJson) {
            return MissingNode.getInstance();
        }
    }

    private static BodyPublisher json(Object body) {
        try {
            return BodyPublishers.ofString(JSON.writeValueAsString(body));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
