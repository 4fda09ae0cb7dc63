package org.firstbell.lms.grant;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Whether a grant still waits for its person. */
public enum GrantStatus {
    PENDING,
    ACTIVE;

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
