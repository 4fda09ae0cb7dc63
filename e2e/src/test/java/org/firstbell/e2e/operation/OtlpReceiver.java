package org.firstbell.e2e.operation;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes in the spans that Keycloak and the LMS API export: OpenTelemetry's protocol over HTTP, in Protocol Buffers. */
public final class OtlpReceiver implements AutoCloseable {

    private final HttpServer server;
    private final List<TracedSpan> spans = new CopyOnWriteArrayList<>();

    /** Starts it. */
    public OtlpReceiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/traces", this::receive);
        server.start();
    }

    private String endpoint() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** As on the command line of {@code kc.sh start}. */
    public List<String> keycloakOptions() {
        return List.of("--tracing-endpoint=" + endpoint(), "--tracing-protocol=http/protobuf");
    }

    /** Variables of the LMS API's environment. It begins no traces of its own. */
    public Map<String, String> lmsEnvironment() {
        return Map.of(
                "QUARKUS_OTEL_SDK_DISABLED",
                "false",
                "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT",
                endpoint(),
                "QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL",
                "http/protobuf",
                "QUARKUS_OTEL_TRACES_SAMPLER_ARG",
                "0.0");
    }

    /** What has been exported of a trace so far. */
    List<TracedSpan> spansOf(String traceId) {
        return spans.stream().filter(span -> span.traceId().equals(traceId)).toList();
    }

    /** Field numbers as in opentelemetry-proto, {@code trace.proto}. */
    private void receive(HttpExchange exchange) throws IOException {
        ProtobufMessage request =
                new ProtobufMessage(ByteBuffer.wrap(exchange.getRequestBody().readAllBytes()));
        for (ProtobufMessage resourceSpans : request.messages(1)) {
            String service = resourceSpans.messages(1).stream()
                    .flatMap(resource -> resource.messages(1).stream())
                    .filter(attribute -> attribute.text(1).equals("service.name"))
                    .map(attribute -> attribute.messages(2).get(0).text(1))
                    .findFirst()
                    .orElse("");
            for (ProtobufMessage scopeSpans : resourceSpans.messages(2)) {
                scopeSpans.messages(2).forEach(span -> spans.add(span(service, span)));
            }
        }
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private static TracedSpan span(String service, ProtobufMessage span) {
        return new TracedSpan(
                service,
                span.hex(1),
                span.hex(2),
                Optional.of(span.hex(4)).filter(parent -> !parent.isEmpty()),
                span.text(5));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
