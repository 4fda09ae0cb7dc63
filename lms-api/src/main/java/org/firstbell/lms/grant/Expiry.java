package org.firstbell.lms.grant;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Until when a grant waits for its person. */
public final class Expiry {

    private static final Duration WITHOUT_COURSE_END = Duration.ofDays(180);

    private Expiry() {}

    /**
     * Until the course's last day is over (in UTC); 180 days if it has no last day, or if that lies in the past: whoever
     * still gives something in such a course wants it to be there.
     *
     * @param courseEndsOn the last day; null for none
     */
    public static Instant of(Instant grantedAt, LocalDate courseEndsOn) {
        if (courseEndsOn != null) {
            Instant courseEnd =
                    courseEndsOn.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
            if (courseEnd.isAfter(grantedAt)) {
                return courseEnd;
            }
        }
        return grantedAt.plus(WITHOUT_COURSE_END);
    }
}
