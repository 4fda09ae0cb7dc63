package org.firstbell.lms.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {

    @Test
    void growsToAMinute() {
        RetrySchedule schedule = new RetrySchedule(always(0));

        assertThat(IntStream.rangeClosed(1, 8).mapToObj(schedule::delayAfter).map(Duration::toSeconds))
                .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
        assertThat(schedule.delayAfter(Integer.MAX_VALUE)).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void isShortenedByUpToAHalf() {
        RetrySchedule schedule = new RetrySchedule(always(0.9999));

        assertThat(schedule.delayAfter(1)).isBetween(Duration.ofMillis(500), Duration.ofMillis(501));
        assertThat(schedule.delayAfter(100)).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(31));
    }

    /** @param fraction of what could come at most */
    private static RandomGenerator always(double fraction) {
        return () -> (long) (fraction * Long.MAX_VALUE) << 1;
    }
}
