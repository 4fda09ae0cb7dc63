package org.firstbell.lms.problem;

import jakarta.ws.rs.WebApplicationException;
import java.util.List;
import org.firstbell.lms.problem.Problem.Violation;

/**
 * Ends a request with a {@link Problem}.
 *
 * <p>A {@link WebApplicationException}, because that is what JAX-RS lets through when a parameter's own parser throws.
 */
public final class ProblemException extends WebApplicationException {

    private static final long serialVersionUID = 1L;

    public ProblemException(ProblemType type) {
        this(type, null);
    }

    /**
     * With something to say about this occurrence.
     *
     * @param detail a sentence for the caller; without personal data other than what the caller sent
     */
    public ProblemException(ProblemType type, String detail) {
        this(Problem.of(type, detail, List.of()));
    }

    private ProblemException(Problem problem) {
        super(problem.title(), problem.toResponse());
    }

    /** The input is wrong in one place. */
    public static ProblemException invalid(String field, String message) {
        return new ProblemException(
                Problem.of(ProblemType.INVALID_INPUT, null, List.of(new Violation(field, message))));
    }
}
