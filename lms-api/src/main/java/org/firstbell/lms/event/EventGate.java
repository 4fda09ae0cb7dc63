package org.firstbell.lms.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;
import org.firstbell.lms.event.EventRefusedException.Reason;
import org.firstbell.lms.problem.BodyLimit;
import org.jboss.logging.Logger;

/** Refuses as RFC 8935 has it what JAX-RS and the HTTP server would refuse in their own words, or in none. */
@Singleton
final class EventGate {

    private static final Logger LOG = Logger.getLogger(EventGate.class);
    private static final String PATH = "/api/events";
    private static final Pattern PARAMETERS = Pattern.compile("\\s*;.*");

    private final ObjectMapper json;

    EventGate(ObjectMapper json) {
        this.json = json;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, BodyLimit.PRIORITY + 1);
    }

    private void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!request.method().equals(HttpMethod.POST)
                || !context.normalizedPath().equals(PATH)) {
            context.next();
        } else if (!isEvent(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
            refuse(
                    context,
                    new EventRefusedException(
                            Reason.INVALID_REQUEST, "The Content-Type is not " + SecurityEvent.MEDIA_TYPE + "."));
        } else if (BodyLimit.isBeyond(SecurityEventVerifier.MAX_LENGTH, request)) {
            refuse(context, EventRefusedException.tooLong());
        } else {
            context.next();
        }
    }

    private static boolean isEvent(String contentType) {
        return contentType != null
                && PARAMETERS.matcher(contentType).replaceFirst("").equalsIgnoreCase(SecurityEvent.MEDIA_TYPE);
    }

    private void refuse(RoutingContext context, EventRefusedException why) {
        LOG.infof("event refused: %s, %s", why.code(), why.getMessage());
        try {
            context.response()
                    .setStatusCode(Refusal.STATUS)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                    .end(json.writeValueAsString(Refusal.of(why)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a refusal cannot be written", e);
        }
    }
}
