package org.firstbell.e2e.system;

/**
 * The system cannot run here, for a reason that whoever started it can do something about.
 *
 * <p>The message is written for that person: what is wrong, and what to do. It is meant to be shown without a stack
 * trace.
 */
public final class CannotRunException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CannotRunException(String message) {
        super(message);
    }

    public CannotRunException(String message, Throwable cause) {
        super(message, cause);
    }
}
