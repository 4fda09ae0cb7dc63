package org.firstbell.lms.realm;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Talks to Keycloak: never follows a redirect, never reads without a limit. */
@Singleton
public final class KeycloakHttp {

    private static final int MAX_ANSWER_BYTES = 16 * 1024 * 1024;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** What came back. */
    public record Answer(int status, String body) {}

    /**
     * Sends and waits.
     *
     * @param request with a timeout of its own
     * @throws KeycloakUnavailableException if no answer came, or one beyond 16 MiB; the message holds no personal data
     */
    public Answer send(HttpRequest request) {
        try {
            HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                byte[] bytes = body.readNBytes(MAX_ANSWER_BYTES + 1);
                if (bytes.length > MAX_ANSWER_BYTES) {
                    throw KeycloakUnavailableException.notUnderstood(describe(request) + ": answer too long");
                }
                return new Answer(response.statusCode(), new String(bytes, UTF_8));
            }
        } catch (IOException e) {
            throw KeycloakUnavailableException.unreachable(describe(request) + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw KeycloakUnavailableException.unreachable(describe(request) + ": interrupted", e);
        }
    }

    private static String describe(HttpRequest request) {
        return request.method() + " " + request.uri();
    }
}
