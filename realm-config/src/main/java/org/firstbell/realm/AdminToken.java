package org.firstbell.realm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** An administrator's access token, renewed while the command runs. */
final class AdminToken {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Well below the minute for which tokens of realm {@code master} live by default. */
    private static final Duration USE = Duration.ofSeconds(20);

    private final URI endpoint;
    private final Map<String, String> grant;
    private final InstantSource clock;
    private String value;
    private Instant renewAt = Instant.MIN;

    /**
     * @param realm whose user or client the administrator is
     * @param grant parameters of the token request (RFC 6749 section 4.3 or 4.4)
     */
    AdminToken(URI server, String realm, Map<String, String> grant, InstantSource clock) {
        this.endpoint = URI.create(
                Realm.withoutSlash(server) + "/realms/" + Realm.segment(realm) + "/protocol/openid-connect/token");
        this.grant = Map.copyOf(grant);
        this.clock = clock;
    }

    String value(HttpClient http) {
        if (!clock.instant().isBefore(renewAt)) {
            value = request(http);
            renewAt = clock.instant().plus(USE);
        }
        return value;
    }

    private String request(HttpClient http) {
        String form = grant.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(joining("&"));
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                String what =
                        "Keycloak does not let the administrator in: HTTP " + answer.statusCode() + " at " + endpoint;
                throw UnavailableException.mayPass(answer.statusCode())
                        ? new UnavailableException(what)
                        : new RefusedException(what);
            }
            JsonNode body = JSON.readTree(answer.body());
            return body.required("access_token").textValue();
        } catch (IOException e) {
            throw new UnavailableException("Keycloak cannot be reached at " + endpoint + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("interrupted", e);
        }
    }
}
