package org.firstbell.e2e.client;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Waits for what other processes bring about in their own time.
 *
 * @param limit after which waiting is over
 * @param pause between two looks
 */
public record Patience(Duration limit, Duration pause) {

    /** Looks about thirty times a second. */
    public static Patience of(Duration limit) {
        return new Patience(limit, Duration.ofMillis(30));
    }

    /** Looks again at once: for what is to be noticed to the millisecond, and asked for by HTTP requests. */
    public Patience withoutPause() {
        return new Patience(limit, Duration.ZERO);
    }

    /**
     * Looks until there is something.
     *
     * @param what is waited for, for the message
     * @throws UnmetExpectationException if there is nothing yet when the limit has passed
     */
    public <T> T await(String what, Supplier<Optional<T>> look) {
        long deadline = System.nanoTime() + limit.toNanos();
        Optional<T> seen = look.get();
        while (seen.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new UnmetExpectationException("waited " + limit.toSeconds() + " s in vain for " + what);
            }
            LockSupport.parkNanos(pause.toNanos());
            seen = look.get();
        }
        return seen.get();
    }
}
