package org.firstbell.e2e.client;

/** The system did not do what was expected of it; the message says what it did instead. */
public final class UnmetExpectationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnmetExpectationException(String message) {
        super(message);
    }
}
