package org.firstbell.lms.problem;

import jakarta.ws.rs.WebApplicationException;
import java.util.List;
import org.firstbell.lms.explanation.Explanation;
import org.firstbell.lms.problem.Problem.Violation;

/**
 * Ends a request with a {@link Problem}.
 *
 * <p>A {@link WebApplicationException}, because that is what JAX-RS lets through when a parameter's own parser throws.
 */
public final class ProblemException extends WebApplicationException {

    private static final long serialVersionUID = 1L;

    public ProblemException(ProblemType type) {
        this(Problem.of(type));
    }

    /**
     * With something to say about this occurrence.
     *
     * @param detail for the caller; without personal data other than what the caller sent
     */
    public ProblemException(ProblemType type, Explanation detail) {
        this(Problem.of(type, detail));
    }

    private ProblemException(Problem problem) {
        super(problem.title(), problem.toResponse());
    }

    /** The input is wrong in one place. */
    public static ProblemException invalid(String field, Explanation message) {
        return new ProblemException(Problem.of(List.of(Violation.of(field, message))));
    }
}
