package org.firstbell.lms.event;

import java.util.Locale;

/** The token is not one that can be accepted, now or later. The message is for the sender, and repeats nothing it sent. */
final class EventRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    EventRefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    EventRefusedException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** The code of RFC 8935 section 2.4. */
    String code() {
        return reason.name().toLowerCase(Locale.ROOT);
    }

    /** The codes of RFC 8935 section 2.4 that this receiver has a use for. */
    enum Reason {
        INVALID_REQUEST,
        INVALID_KEY,
        INVALID_ISSUER,
        INVALID_AUDIENCE,
        AUTHENTICATION_FAILED
    }
}
