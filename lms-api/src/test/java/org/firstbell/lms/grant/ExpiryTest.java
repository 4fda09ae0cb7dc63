package org.firstbell.lms.grant;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class ExpiryTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @Test
    void isTheEndOfTheCoursesLastDay() {
        assertThat(Expiry.of(NOW, LocalDate.parse("2027-06-30"))).isEqualTo("2027-07-01T00:00:00Z");
        assertThat(Expiry.of(NOW, LocalDate.parse("2026-11-22"))).isEqualTo("2026-11-23T00:00:00Z");
    }

    @Test
    void isAfterHalfAYearWithoutALastDay() {
        assertThat(Expiry.of(NOW, null)).isEqualTo("2027-05-21T10:00:00Z");
    }

    @Test
    void isAfterHalfAYearInACourseThatHasEnded() {
        assertThat(Expiry.of(NOW, LocalDate.parse("2026-11-21"))).isEqualTo("2027-05-21T10:00:00Z");
    }
}
