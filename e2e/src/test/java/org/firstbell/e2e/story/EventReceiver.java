package org.firstbell.e2e.story;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A receiver of events other than the LMS, which keeps what it is sent. */
final class EventReceiver implements AutoCloseable {

    private final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
    private final HttpServer server;

    EventReceiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/events", this::take);
        server.start();
    }

    /** One request as it came. */
    record Delivery(String method, String contentType, String body) {}

    URI uri() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/events");
    }

    /** Answers the next request with this status; those after it with 202, as always. */
    void answerOnce(int status) {
        answers.add(status);
    }

    /** Waits for the next request that nobody has asked for yet. */
    Delivery next() {
        return School.PATIENCE.await("an event", () -> Optional.ofNullable(deliveries.poll()));
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            deliveries.add(new Delivery(
                    exchange.getRequestMethod(),
                    exchange.getRequestHeaders().getFirst("Content-Type"),
                    new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
            Integer status = answers.poll();
            exchange.sendResponseHeaders(status == null ? 202 : status, -1);
        }
    }
}
