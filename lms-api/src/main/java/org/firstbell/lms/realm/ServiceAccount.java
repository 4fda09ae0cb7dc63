package org.firstbell.lms.realm;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/** Our own access token, kept until shortly before it expires. */
@Singleton
public final class ServiceAccount {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final Realm realm;
    private final KeycloakHttp http;
    private final ObjectMapper json;
    private final Clock clock;

    private String token;
    private Instant usableUntil = Instant.MIN;

    ServiceAccount(Realm realm, KeycloakHttp http, ObjectMapper json, Clock clock) {
        this.realm = realm;
        this.http = http;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Gives a token that is good for some seconds at least.
     *
     * @return an access token, fetched if need be
     * @throws KeycloakUnavailableException if Keycloak does not give one
     */
    public synchronized String accessToken() {
        if (!clock.instant().isBefore(usableUntil)) {
            fetch();
        }
        return token;
    }

    /** The token was refused: the next one asked for is a new one. */
    public synchronized void forget() {
        usableUntil = Instant.MIN;
    }

    private void fetch() {
        Instant askedAt = clock.instant();
        HttpRequest request = HttpRequest.newBuilder(realm.token())
                .timeout(TIMEOUT)
                .header("Authorization", basicCredentials())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=client_credentials"))
                .build();
        KeycloakHttp.Answer answer = http.send(request);
        if (answer.status() != 200) {
            throw KeycloakUnavailableException.refused("access token of client " + realm.audience(), answer.status());
        }
        try {
            JsonNode body = json.readTree(answer.body());
            token = body.required("access_token").asText();
            usableUntil =
                    askedAt.plusSeconds(body.required("expires_in").asLong()).minus(MARGIN);
        } catch (IOException | IllegalArgumentException e) {
            throw KeycloakUnavailableException.notUnderstood(
                    "access token of client " + realm.audience() + ": no token in it");
        }
    }

    /** RFC 6749 section 2.3.1: both parts are form-encoded before they are joined. */
    private String basicCredentials() {
        String credentials =
                URLEncoder.encode(realm.audience(), UTF_8) + ":" + URLEncoder.encode(realm.clientSecret(), UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8));
    }
}
