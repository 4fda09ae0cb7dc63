package org.firstbell.lms.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;

/**
 * What went wrong, as RFC 9457 has it.
 *
 * @param type stable; what a client decides by
 * @param detail a sentence about this occurrence; null when the title says it all
 * @param violations the fields at fault, left out of the JSON when there are none
 */
public record Problem(
        URI type,
        String title,
        int status,
        @JsonInclude(JsonInclude.Include.NON_NULL) String detail,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Violation> violations) {

    static final MediaType MEDIA_TYPE = new MediaType("application", "problem+json");

    /**
     * One thing wrong with the input.
     *
     * @param field as the caller wrote it: {@code allow[0]}, or the name of a parameter
     */
    public record Violation(String field, String message) {}

    public Problem {
        violations = List.copyOf(violations);
    }

    static Problem of(ProblemType type, String detail, List<Violation> violations) {
        return new Problem(type.uri(), type.title(), type.status(), detail, violations);
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
