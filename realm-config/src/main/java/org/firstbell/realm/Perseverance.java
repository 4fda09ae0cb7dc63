package org.firstbell.realm;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Tries again what Keycloak could not answer, for about a minute. */
final class Perseverance {

    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(4),
            Duration.ofSeconds(8),
            Duration.ofSeconds(16),
            Duration.ofSeconds(30));

    private final Waiting waiting;

    Perseverance(Waiting waiting) {
        this.waiting = waiting;
    }

    /** What is done between two attempts. */
    @FunctionalInterface
    interface Waiting {

        /** Returns once that time has passed. */
        void sit(Duration pause, UnavailableException why);
    }

    /**
     * The first answer that comes.
     *
     * @param attempt harmless when repeated, also if the answer alone was lost
     * @throws UnavailableException of the last attempt, if none was answered
     */
    <T> T ask(Supplier<T> attempt) {
        for (Duration pause : PAUSES) {
            try {
                return attempt.get();
            } catch (UnavailableException e) {
                waiting.sit(pause, e);
            }
        }
        return attempt.get();
    }
}
