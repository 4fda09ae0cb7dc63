package org.firstbell.lms.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what happens behind the API. */
public final class Eventually {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration STEP = Duration.ofMillis(10);

    private Eventually() {}

    /** Returns as soon as the condition holds; fails if it does not within 20 seconds. */
    public static void eventually(String what, BooleanSupplier condition) {
        eventually(what, LIMIT, condition);
    }

    /** As the other, within another limit. */
    public static void eventually(String what, Duration limit, BooleanSupplier condition) {
        Instant end = Instant.now().plus(limit);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("not within " + limit.toSeconds() + " s: " + what);
            }
            LockSupport.parkNanos(STEP.toNanos());
        }
    }
}
