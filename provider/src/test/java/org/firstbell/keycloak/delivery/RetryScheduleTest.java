package org.firstbell.keycloak.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryScheduleTest {

    private final RetrySchedule withoutJitter = new RetrySchedule(() -> 0.5);

    @ParameterizedTest
    @CsvSource({
        "1, PT1S",
        "2, PT5S",
        "3, PT30S",
        "4, PT2M",
        "5, PT10M",
        "6, PT30M",
        "7, PT1H",
        "8, PT3H",
        "9, PT6H",
        "10, PT6H",
        "20, PT6H"
    })
    void waitsLongerAfterEachFailure(int failedAttempts, Duration pause) {
        assertThat(withoutJitter.pauseAfter(failedAttempts, Optional.empty())).contains(pause);
    }

    @Test
    void givesUpAfterAboutThreeDays() {
        Duration whole = IntStream.rangeClosed(1, 20)
                .mapToObj(attempt ->
                        withoutJitter.pauseAfter(attempt, Optional.empty()).orElseThrow())
                .reduce(Duration.ZERO, Duration::plus);

        assertThat(whole).isBetween(Duration.ofDays(3), Duration.ofDays(4));
        assertThat(withoutJitter.pauseAfter(21, Optional.empty())).isEmpty();
    }

    @Test
    void variesByAFifthEitherWay() {
        assertThat(new RetrySchedule(() -> 0.0).pauseAfter(3, Optional.empty())).contains(Duration.ofSeconds(24));
        assertThat(new RetrySchedule(() -> 1.0).pauseAfter(3, Optional.empty())).contains(Duration.ofSeconds(36));
    }

    @Test
    void waitsAsLongAsTheReceiverAsks() {
        assertThat(withoutJitter.pauseAfter(1, Optional.of(Duration.ofMinutes(3))))
                .contains(Duration.ofMinutes(3));
    }

    @Test
    void isNeverHastierThanItsTable() {
        assertThat(withoutJitter.pauseAfter(4, Optional.of(Duration.ofSeconds(1))))
                .contains(Duration.ofMinutes(2));
    }

    @Test
    void isNotPutOffForEver() {
        assertThat(withoutJitter.pauseAfter(1, Optional.of(Duration.ofDays(365))))
                .contains(Duration.ofHours(6));
    }
}
