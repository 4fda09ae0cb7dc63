package org.firstbell.keycloak.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.firstbell.keycloak.delivery.Outbox.LeaseId;
import org.firstbell.keycloak.delivery.PushResult.Refused;
import org.firstbell.keycloak.delivery.PushResult.Retryable;
import org.firstbell.keycloak.delivery.PushResult.Taken;
import org.firstbell.keycloak.delivery.Receivers.Receiver;
import org.firstbell.keycloak.delivery.Receivers.ReceiverId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = SEPARATE_THREAD)
class PushTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T08:00:00Z"), ZoneOffset.UTC);

    private final CloseableHttpClient http = HttpClients.createDefault();
    private final Push push = new Push(http, false, Push.LONGEST, CLOCK);
    private HttpServer receiver;

    @BeforeEach
    void startReceiver() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.start();
    }

    @AfterEach
    void stopReceiver() throws IOException {
        receiver.stop(0);
        http.close();
    }

    @Test
    void postsTheTokenAsRfc8935Says() {
        AtomicReference<String> request = new AtomicReference<>();
        receiver.createContext("/events", exchange -> {
            request.set(exchange.getRequestMethod() + " "
                    + exchange.getRequestHeaders().getFirst("Content-Type") + " "
                    + exchange.getRequestHeaders().getFirst("Accept") + " "
                    + exchange.getRequestHeaders().getFirst("traceparent") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            answer(exchange, 202, "");
        });

        assertThat(push.send(parcel())).isEqualTo(new Taken());
        assertThat(request)
                .hasValue("POST application/secevent+jwt application/json"
                        + " 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01 header.claims.signature");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 202, 204})
    void takesSuccessForTaken(int status) {
        receiver.createContext("/events", exchange -> answer(exchange, status, ""));

        assertThat(push.send(parcel())).isEqualTo(new Taken());
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 405, 410, 415})
    void takesTheReceiversNoForFinal(int status) {
        receiver.createContext("/events", exchange -> answer(exchange, status, ""));

        assertThat(push.send(parcel())).isEqualTo(new Refused("HTTP " + status));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308, 408, 425, 429, 500, 502, 503})
    void triesAgainWhereItMayGoBetter(int status) {
        receiver.createContext("/events", exchange -> {
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            answer(exchange, status, "");
        });
        receiver.createContext("/elsewhere", exchange -> answer(exchange, 202, ""));

        assertThat(push.send(parcel())).isEqualTo(new Retryable("HTTP " + status, Optional.empty()));
    }

    @Test
    void keepsTheErrorCodeAndNothingElse() {
        receiver.createContext(
                "/events",
                exchange -> answer(exchange, 400, "{\"err\":\"invalid_key\",\"description\":\"of newcomer@…\"}"));

        assertThat(push.send(parcel())).isEqualTo(new Refused("HTTP 400 invalid_key"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "120 | PT2M",
                "Sun, 22 Nov 2026 08:05:00 GMT | PT5M",
                "Sun, 22 Nov 2026 07:05:00 GMT |",
                "soon |",
                "-5 |",
                "99999999999999999999 |"
            })
    void readsRetryAfter(String header, Duration pause) {
        receiver.createContext("/events", exchange -> {
            exchange.getResponseHeaders().set("Retry-After", header);
            answer(exchange, 503, "");
        });

        assertThat(push.send(parcel())).isEqualTo(new Retryable("HTTP 503", Optional.ofNullable(pause)));
    }

    @Test
    void doesNotReadAnAnswerThatNeverEnds() {
        receiver.createContext("/events", exchange -> {
            exchange.sendResponseHeaders(202, 0);
            byte[] noise = "x".repeat(1024).getBytes(UTF_8);
            // Ends when the sender hangs up, which closes the connection under this loop.
            while (true) {
                exchange.getResponseBody().write(noise);
            }
        });

        assertThat(push.send(parcel())).isEqualTo(new Taken());
    }

    @Test
    void hangsUpOnAnAnswerThatIsDrawnOut() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> drip = CompletableFuture.runAsync(() -> dripHeaders(socket));

            PushResult result = new Push(http, false, Duration.ofMillis(300), CLOCK)
                    .send(parcel("http://localhost:" + socket.getLocalPort() + "/events"));

            assertThat(result).isInstanceOf(Retryable.class);
            assertThat(drip).failsWithin(Duration.ofSeconds(10));
        }
    }

    /** A byte of a header now and then, each in time for a timeout that is about single bytes. */
    private static void dripHeaders(ServerSocket socket) {
        try (Socket connection = socket.accept()) {
            OutputStream answer = connection.getOutputStream();
            answer.write("HTTP/1.1 202 Accepted\r\nX-Noise: ".getBytes(UTF_8));
            while (true) {
                answer.write('x');
                answer.flush();
                LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
            }
        } catch (IOException hungUp) {
            throw new UncheckedIOException(hungUp);
        }
    }

    @Test
    void triesAgainWhenNobodyListens() throws IOException {
        int freePort;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            freePort = socket.getLocalPort();
        }

        assertThat(push.send(parcel("http://localhost:" + freePort + "/events")))
                .isInstanceOf(Retryable.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://lms.example/events",
                "ftp://lms.example/events",
                "http://localhost.example/events",
                "lms.example/events",
                "http://[",
                "file:///etc/passwd"
            })
    void sendsNothingInTheClearAcrossTheNetwork(String url) {
        assertThat(push.send(parcel(url)))
                .isInstanceOfSatisfying(
                        Retryable.class, result -> assertThat(result.reason()).startsWith("the receiver's URL is"));
    }

    private Parcel parcel() {
        return parcel("http://localhost:" + receiver.getAddress().getPort() + "/events");
    }

    private static Parcel parcel(String url) {
        Receiver receiver = new Receiver(new ReceiverId("school", "lms"), "lms-api", url);
        return new Parcel(
                new LeaseId(1, 1),
                "delivery-1",
                receiver,
                Optional.of("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
                CLOCK.instant(),
                () -> "header.claims.signature");
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
