package org.firstbell.lms.event;

/**
 * The body of a refusal (RFC 8935 section 2.3).
 *
 * @param err a code of its section 2.4
 */
record Refusal(String err, String description) {

    static final int STATUS = 400;

    static Refusal of(EventRefusedException e) {
        return new Refusal(e.code(), e.getMessage());
    }
}
