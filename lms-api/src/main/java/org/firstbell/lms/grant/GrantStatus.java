package org.firstbell.lms.grant;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What has become of a grant. */
public enum GrantStatus {
    /** It waits for its person. */
    PENDING,
    /** Its person holds it. */
    ACTIVE,
    /** Nobody came for it in time. */
    EXPIRED;

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
