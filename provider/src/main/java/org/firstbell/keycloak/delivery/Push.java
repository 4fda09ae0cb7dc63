package org.firstbell.keycloak.delivery;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.http.Header;
import org.apache.http.HttpHeaders;
import org.apache.http.HttpResponse;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.Configurable;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.impl.client.CloseableHttpClient;
import org.firstbell.keycloak.delivery.PushResult.Refused;
import org.firstbell.keycloak.delivery.PushResult.Retryable;
import org.firstbell.keycloak.delivery.PushResult.Taken;
import org.keycloak.util.JsonSerialization;

/** Pushes one security event token to one receiver over HTTP (RFC 8935). Thread-safe. */
final class Push {

    /**
     * Longest time from start to end, less than a lease. The timeouts below are about single steps, which a receiver may
     * draw out: it can send a byte of its answer now and then.
     */
    static final Duration LONGEST = Duration.ofSeconds(25);

    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
    private static final int RESPONSE_TIMEOUT_MILLIS = 10_000;
    private static final Duration BODY_DEADLINE = Duration.ofSeconds(5);
    private static final int BODY_LIMIT_BYTES = 4_096;

    private static final Set<Integer> RETRYABLE_4XX = Set.of(408, 425, 429);
    private static final Set<String> LOOPBACK_HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");

    private final CloseableHttpClient http;
    private final boolean allowHttp;
    private final Duration longest;
    private final Clock clock;
    private final RequestConfig requestConfig;

    /**
     * @param http Keycloak's own client, so that its proxy and trust store apply; not closed
     * @param allowHttp whether receivers other than those on the loopback interface may be reached without TLS
     * @param longest after which a push is broken off, {@link #LONGEST} or less
     */
    Push(CloseableHttpClient http, boolean allowHttp, Duration longest, Clock clock) {
        this.http = http;
        this.allowHttp = allowHttp;
        this.longest = longest;
        this.clock = clock;
        RequestConfig configured = http instanceof Configurable configurable ? configurable.getConfig() : null;
        this.requestConfig = RequestConfig.copy(configured == null ? RequestConfig.DEFAULT : configured)
                .setConnectionRequestTimeout(CONNECT_TIMEOUT_MILLIS)
                .setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
                .setSocketTimeout(RESPONSE_TIMEOUT_MILLIS)
                .setRedirectsEnabled(false)
                .build();
    }

    /** Sends and waits for the answer. Never throws for what a receiver or the network does. */
    PushResult send(Parcel parcel) {
        URI url;
        try {
            url = URI.create(parcel.receiver().url().strip());
        } catch (IllegalArgumentException e) {
            return new Retryable("the receiver's URL is malformed", Optional.empty());
        }
        if (!isSecureEnough(url)) {
            return new Retryable("the receiver's URL is neither https nor local", Optional.empty());
        }
        HttpPost post = new HttpPost(url);
        post.setConfig(requestConfig);
        post.setHeader(HttpHeaders.CONTENT_TYPE, "application/secevent+jwt");
        post.setHeader(HttpHeaders.ACCEPT, "application/json");
        parcel.traceparent().ifPresent(trace -> post.setHeader("traceparent", trace));
        post.setEntity(new ByteArrayEntity(parcel.token().get().getBytes(US_ASCII)));
        CompletableFuture<Void> done = new CompletableFuture<>();
        done.orTimeout(longest.toMillis(), TimeUnit.MILLISECONDS).exceptionally(late -> {
            post.abort();
            return null;
        });
        try (CloseableHttpResponse response = execute(post, parcel)) {
            return result(response);
        } catch (IOException e) {
            return new Retryable(e.getClass().getSimpleName() + ": " + e.getMessage(), Optional.empty());
        } finally {
            done.complete(null);
        }
    }

    /** Where Keycloak traces, its client replaces the header by one for a span of its own, below the one that is current. */
    @SuppressWarnings("try") // The scope is there to be closed.
    private CloseableHttpResponse execute(HttpPost post, Parcel parcel) throws IOException {
        Context trace = parcel.traceparent().map(TraceContext::remote).orElseGet(Context::root);
        try (Scope current = trace.makeCurrent()) {
            return http.execute(post);
        }
    }

    private boolean isSecureEnough(URI url) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        boolean local = LOOPBACK_HOSTS.contains(String.valueOf(url.getHost()));
        return scheme.equals("https") || (scheme.equals("http") && (allowHttp || local));
    }

    private PushResult result(HttpResponse response) {
        int status = response.getStatusLine().getStatusCode();
        String body = body(response);
        if (status >= 200 && status < 300) {
            return new Taken();
        }
        if (status >= 400 && status < 500 && !RETRYABLE_4XX.contains(status)) {
            return new Refused("HTTP " + status + described(body));
        }
        return new Retryable("HTTP " + status, retryAfter(response));
    }

    /** The error code of RFC 8935 section 2.3. Nothing else of an answer is kept: it may hold personal data. */
    private static String described(String body) {
        try {
            JsonNode error = JsonSerialization.readValue(body, JsonNode.class);
            return error != null && error.path("err").isTextual()
                    ? " " + error.get("err").asText()
                    : "";
        } catch (IOException notJson) {
            return "";
        }
    }

    /** At most so many bytes, and for so long: the answer may never end. Empty if it cannot be read. */
    private String body(HttpResponse response) {
        if (response.getEntity() == null) {
            return "";
        }
        Instant deadline = clock.instant().plus(BODY_DEADLINE);
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        byte[] buffer = new byte[BODY_LIMIT_BYTES];
        try {
            InputStream body = response.getEntity().getContent();
            while (read.size() < BODY_LIMIT_BYTES && clock.instant().isBefore(deadline)) {
                int count = body.read(buffer, 0, BODY_LIMIT_BYTES - read.size());
                if (count < 0) {
                    break;
                }
                read.write(buffer, 0, count);
            }
        } catch (IOException | UnsupportedOperationException unreadable) {
            // The status has been received, and it alone decides.
            return "";
        }
        return read.toString(UTF_8);
    }

    /** {@code Retry-After} as seconds or as a date (RFC 9110 section 10.2.3). */
    private Optional<Duration> retryAfter(HttpResponse response) {
        Header header = response.getFirstHeader(HttpHeaders.RETRY_AFTER);
        if (header == null) {
            return Optional.empty();
        }
        String value = header.getValue().strip();
        try {
            if (value.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
            }
            Instant date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(Duration.between(clock.instant(), date)).filter(pause -> !pause.isNegative());
        } catch (NumberFormatException | DateTimeParseException | ArithmeticException meaningless) {
            return Optional.empty();
        }
    }
}
