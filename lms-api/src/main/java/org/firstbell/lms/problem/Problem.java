package org.firstbell.lms.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import org.firstbell.lms.explanation.Explanation;

/**
 * What went wrong, as RFC 9457 has it.
 *
 * @param type stable; what a client decides by
 * @param detail a sentence about this occurrence; null when the title says it all
 * @param explanation the detail, for those who say it in another language; null without one
 * @param violations the fields at fault, left out of the JSON when there are none
 */
public record Problem(
        URI type,
        String title,
        int status,
        @JsonInclude(JsonInclude.Include.NON_NULL) String detail,
        @JsonInclude(JsonInclude.Include.NON_NULL) Explanation explanation,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Violation> violations) {

    static final MediaType MEDIA_TYPE = new MediaType("application", "problem+json");

    /**
     * One thing wrong with the input.
     *
     * @param field as the caller wrote it: {@code allow[0]}, or the name of a parameter
     * @param explanation the message, for those who say it in another language; null if it has no code
     */
    public record Violation(
            String field,
            String message,
            @JsonInclude(JsonInclude.Include.NON_NULL) Explanation explanation) {

        static Violation of(String field, Explanation explanation) {
            return new Violation(field, explanation.inEnglish(), explanation);
        }
    }

    public Problem {
        violations = List.copyOf(violations);
    }

    static Problem of(ProblemType type) {
        return new Problem(type.uri(), type.title(), type.status(), null, null, List.of());
    }

    static Problem of(ProblemType type, Explanation explanation) {
        return new Problem(type.uri(), type.title(), type.status(), explanation.inEnglish(), explanation, List.of());
    }

    static Problem of(List<Violation> violations) {
        ProblemType type = ProblemType.INVALID_INPUT;
        return new Problem(type.uri(), type.title(), type.status(), null, null, violations);
    }

    Response toResponse() {
        Response.ResponseBuilder response =
                Response.status(status).type(MEDIA_TYPE).entity(this);
        if (status == 401) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        if (status == 503) {
            response.header(HttpHeaders.RETRY_AFTER, 1);
        }
        return response.build();
    }
}
