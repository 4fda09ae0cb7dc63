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

    /** The body is beyond what any event of ours needs. */
    static EventRefusedException tooLong() {
        return new EventRefusedException(Reason.INVALID_REQUEST, "The token is too long.");
    }

    /** The code of RFC 8935 section 2.4. */
    String code() {
        return reason.name().toLowerCase(Locale.ROOT);
    }

    /** The codes of RFC 8935 section 2.4. */
    enum Reason {
        /** The request holds no Security Event Token that can be read, or one without what an event needs. */
        INVALID_REQUEST,
        /** The key is not one of the realm's, or does not go with the algorithm. */
        INVALID_KEY,
        /** The token is not the realm's. */
        INVALID_ISSUER,
        /** The token is not for us. */
        INVALID_AUDIENCE,
        /** The key is the realm's, and the signature was not made with it. */
        AUTHENTICATION_FAILED,
        /** The realm speaks of a user of another issuer, which is not for it to do. */
        ACCESS_DENIED
    }
}
