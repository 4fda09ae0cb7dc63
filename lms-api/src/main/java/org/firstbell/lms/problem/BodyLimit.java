package org.firstbell.lms.problem;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.firstbell.lms.explanation.Explanation;
import org.firstbell.lms.explanation.Sentence;

/**
 * Refuses a body that is too large with a problem: at once if it says how long it is, else where it goes too far. Quarkus,
 * whose own limit lies beyond this one, would not say why.
 */
@Provider
@Singleton
public class BodyLimit implements ReaderInterceptor {

    /** Ahead of Quarkus' own check, which has 2. */
    public static final int PRIORITY = 100;

    private final long limit;
    private final EarlyProblems problems;

    BodyLimit(@ConfigProperty(name = "firstbell.max-body-size") MemorySize limit, EarlyProblems problems) {
        this.limit = limit.asLongValue();
        this.problems = problems;
    }

    /** Whether a request announces more bytes than that. */
    public static boolean isBeyond(long limit, HttpServerRequest request) {
        String announced = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return announced != null && Long.parseLong(announced) > limit;
        } catch (NumberFormatException beyondAnyLimit) {
            return true;
        }
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        context.setInputStream(new LimitedInputStream(context.getInputStream()));
        return context.proceed();
    }

    private void check(RoutingContext context) {
        if (isBeyond(limit, context.request())) {
            problems.send(context, ProblemType.BODY_TOO_LARGE, detail());
        } else {
            context.next();
        }
    }

    private Explanation detail() {
        return Sentence.MOST_BYTES.with("most", limit);
    }

    private final class LimitedInputStream extends FilterInputStream {

        private long left = limit;

        LimitedInputStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            count(Math.max(0, read));
            return read;
        }

        private void count(int bytes) {
            left -= bytes;
            if (left < 0) {
                throw new ProblemException(ProblemType.BODY_TOO_LARGE, detail());
            }
        }
    }
}
