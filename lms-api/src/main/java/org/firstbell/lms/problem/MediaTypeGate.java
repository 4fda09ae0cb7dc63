package org.firstbell.lms.problem;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;
import org.firstbell.lms.explanation.Sentence;

/** Refuses a Content-Type that is no media type, at which JAX-RS would stumble where it has several methods to choose from. */
@Singleton
final class MediaTypeGate {

    private static final Pattern MEDIA_TYPE = Pattern.compile("[\\w!#$&^.+-]+/[\\w!#$&^.+-]+\\s*(;.*)?");

    private final EarlyProblems problems;

    MediaTypeGate(EarlyProblems problems) {
        this.problems = problems;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, BodyLimit.PRIORITY);
    }

    private void check(RoutingContext context) {
        String contentType = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        if (contentType == null || MEDIA_TYPE.matcher(contentType).matches()) {
            context.next();
        } else {
            problems.send(context, ProblemType.UNSUPPORTED_MEDIA_TYPE, Sentence.NO_MEDIA_TYPE.plain());
        }
    }
}
