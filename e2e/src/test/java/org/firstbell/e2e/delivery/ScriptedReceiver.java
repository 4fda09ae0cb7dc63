package org.firstbell.e2e.delivery;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.firstbell.e2e.client.Patience;

/**
 * A receiver of events that misbehaves as told. It writes its answers byte by byte, so that they can be wrong in ways
 * that no HTTP server allows.
 */
final class ScriptedReceiver implements AutoCloseable {

    private static final Patience PATIENCE = Patience.of(Duration.ofSeconds(60));
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ServerSocket socket;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final BlockingQueue<Behaviour> script = new LinkedBlockingQueue<>();
    private final List<Push> pushes = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    ScriptedReceiver() {
        try {
            socket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    /** What the receiver does with one request, once it has read it. */
    @FunctionalInterface
    interface Behaviour {

        /** Takes the event. */
        Behaviour TAKE = status("202 Accepted");

        /** Says nothing, ever. */
        Behaviour STALL = (connection, closed) -> closed.await();

        /** Closes the connection with a reset. */
        Behaviour RESET = (connection, closed) -> {
            connection.setSoLinger(true, 0);
            connection.close();
        };

        Behaviour GARBAGE = answer("\0\1\2 this is no HTTP\r\n\r\n");

        /** Takes the event, and begins a body that never ends. */
        Behaviour NEVER_ENDING = (connection, closed) -> {
            connection.getOutputStream().write("HTTP/1.1 202 Accepted\r\n\r\n".getBytes(US_ASCII));
            while (true) {
                connection.getOutputStream().write(new byte[1024]);
            }
        };

        static Behaviour status(String statusAndReason, String... headers) {
            return answer("HTTP/1.1 " + statusAndReason + "\r\nContent-Length: 0\r\n"
                    + String.join(
                            "", List.of(headers).stream().map(it -> it + "\r\n").toList()) + "\r\n");
        }

        static Behaviour refusal(String json) {
            return answer("HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: "
                    + json.length() + "\r\n\r\n" + json);
        }

        private static Behaviour answer(String bytes) {
            return (connection, closed) -> connection.getOutputStream().write(bytes.getBytes(US_ASCII));
        }

        void treat(Socket connection, CountDownLatch closed) throws IOException, InterruptedException;
    }

    /**
     * One request as it came.
     *
     * @param headers by their names in lower case
     */
    record Push(Instant at, String requestLine, Map<String, String> headers, String token) {

        JsonNode claims() {
            return part(1);
        }

        JsonNode header() {
            return part(0);
        }

        String jti() {
            return claims().required("jti").textValue();
        }

        String user() {
            return claims().at("/sub_id/sub").textValue();
        }

        private JsonNode part(int index) {
            try {
                return JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[index]));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    URI uri() {
        return URI.create("http://localhost:" + socket.getLocalPort() + "/events");
    }

    /** What to do with the next requests, one each; with those after them: take. */
    ScriptedReceiver next(Behaviour... behaviours) {
        script.addAll(List.of(behaviours));
        return this;
    }

    /** Every request so far, in the order in which they were read to their end. */
    List<Push> pushes() {
        return pushes;
    }

    /** Waits until there have been that many requests. */
    List<Push> await(int count) {
        return PATIENCE.await(
                count + " pushes", () -> Optional.of(pushes).filter(received -> received.size() >= count));
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                threads.execute(() -> serve(connection));
            } catch (IOException closing) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            for (Optional<Push> push = read(in); push.isPresent(); push = read(in)) {
                pushes.add(push.get());
                Behaviour behaviour = Optional.ofNullable(script.poll()).orElse(Behaviour.TAKE);
                behaviour.treat(connection, closed);
            }
        } catch (IOException hungUp) {
            // What a sender does with a connection is its own affair.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Optional<Push> read(InputStream in) throws IOException {
        String requestLine = line(in);
        if (requestLine.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return Optional.of(new Push(Instant.now(), requestLine, headers, new String(body, US_ASCII)));
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(US_ASCII);
    }

    @Override
    public void close() {
        closed.countDown();
        threads.shutdownNow();
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
