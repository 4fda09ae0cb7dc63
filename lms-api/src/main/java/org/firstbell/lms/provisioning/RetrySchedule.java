package org.firstbell.lms.provisioning;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When to try again: after 1, 2, 4, 8, 16, 32 seconds, then every minute, each shortened by up to a half at random so that
 * instances do not all come back at one moment.
 */
@Singleton
final class RetrySchedule {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final RandomGenerator random;

    RetrySchedule(RandomGenerator random) {
        this.random = random;
    }

    /** @param attempts made so far, at least 1 */
    Duration delayAfter(int attempts) {
        Duration full = attempts > 6 ? LONGEST : FIRST.multipliedBy(1L << (attempts - 1));
        return full.minusMillis((long) (full.toMillis() * random.nextDouble(0.5)));
    }
}
