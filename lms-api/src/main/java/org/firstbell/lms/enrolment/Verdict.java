package org.firstbell.lms.enrolment;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What becomes of a line. The lower-case names are promises. */
public enum Verdict {
    /** The person is here and gets enrolled. */
    ENROLLED,
    /** The enrolment waits for the person. */
    PENDING,
    /** There is nothing to do. */
    ALREADY,
    /** An earlier line has the same address. */
    DUPLICATE,
    /** Not an address. */
    INVALID,
    /** An address, but hardly the one that was meant. */
    TYPO;

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
