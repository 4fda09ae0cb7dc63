package org.firstbell.keycloak.delivery;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.util.Optional;
import java.util.regex.Pattern;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.KeycloakSession;
import org.keycloak.tracing.TracingProvider;

/** The trace that a request is part of: Keycloak's own if it traces, else the one the caller has named. */
final class TraceContext {

    /** W3C Trace Context, section 3.2.2, version 00. Anything else is not passed on. */
    private static final Pattern TRACEPARENT =
            Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    private final KeycloakSession session;

    TraceContext(KeycloakSession session) {
        this.session = session;
    }

    /** The trace that a header of that form names, for spans that are to be part of it. */
    static Context remote(String traceparent) {
        SpanContext parent = SpanContext.createFromRemoteParent(
                traceparent.substring(3, 35),
                traceparent.substring(36, 52),
                TraceFlags.fromHex(traceparent, 53),
                TraceState.getDefault());
        return Context.root().with(Span.wrap(parent));
    }

    /** The value of a header {@code traceparent}; empty outside of any trace. */
    Optional<String> traceparent() {
        SpanContext span =
                session.getProvider(TracingProvider.class).getCurrentSpan().getSpanContext();
        if (span.isValid()) {
            return Optional.of("00-" + span.getTraceId() + "-" + span.getSpanId() + "-"
                    + span.getTraceFlags().asHex());
        }
        return Optional.ofNullable(session.getContext().getHttpRequest())
                .map((HttpRequest request) -> request.getHttpHeaders().getHeaderString("traceparent"))
                .filter(TRACEPARENT.asMatchPredicate());
    }
}
