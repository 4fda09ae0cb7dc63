package org.firstbell.keycloak.delivery;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * When a delivery that failed is tried again.
 *
 * <pre>
 * failed attempt   1    2    3    4     5      6      7    8    9    10 to 20
 * next one after   1 s  5 s  30 s 2 min 10 min 30 min 1 h  3 h  6 h  6 h
 * </pre>
 *
 * Each pause varies by up to a fifth either way, so that what failed together does not come back together. About three
 * days after the first attempt the schedule ends.
 */
final class RetrySchedule {

    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(3));

    private static final Duration LAST_PAUSE = Duration.ofHours(6);

    private static final int MAX_ATTEMPTS = 21;

    /** A receiver may ask for patience, but not for more than the schedule itself would ever show. */
    private static final Duration LONGEST_RETRY_AFTER = LAST_PAUSE;

    private static final double JITTER = 0.2;

    private final DoubleSupplier random;

    /**
     * Makes a schedule.
     *
     * @param random uniformly distributed, 0 (inclusive) to 1 (exclusive)
     */
    RetrySchedule(DoubleSupplier random) {
        this.random = random;
    }

    /**
     * Says how long to wait after a failure.
     *
     * @param failedAttempts attempts so far, at least 1
     * @param retryAfter what the receiver asked for ({@code Retry-After}); the longer of the two pauses counts
     * @return how long to wait; empty when it is time to give up
     */
    Optional<Duration> pauseAfter(int failedAttempts, Optional<Duration> retryAfter) {
        if (failedAttempts >= MAX_ATTEMPTS) {
            return Optional.empty();
        }
        Duration pause = failedAttempts <= PAUSES.size() ? PAUSES.get(failedAttempts - 1) : LAST_PAUSE;
        Duration asked = Collections.min(List.of(retryAfter.orElse(Duration.ZERO), LONGEST_RETRY_AFTER));
        return Optional.of(Collections.max(List.of(varied(pause), asked)));
    }

    private Duration varied(Duration pause) {
        double factor = 1 + JITTER * (2 * random.getAsDouble() - 1);
        return Duration.ofMillis(Math.round(pause.toMillis() * factor));
    }
}
