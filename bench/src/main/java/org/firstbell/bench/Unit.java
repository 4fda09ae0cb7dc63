package org.firstbell.bench;

import java.util.concurrent.Callable;

/** What the values of a row are. */
public enum Unit {
    NANOSECONDS("ns", 1),
    MILLISECONDS("ms", 1e6),
    SECONDS("s", 1e9),
    PER_SECOND("/s", Double.NaN),
    MEGABYTES("MB", Double.NaN);

    private final String symbol;
    private final double nanoseconds;

    Unit(String symbol, double nanoseconds) {
        this.symbol = symbol;
        this.nanoseconds = nanoseconds;
    }

    public String symbol() {
        return symbol;
    }

    /** Whether it is one of time. */
    public boolean isTime() {
        return !Double.isNaN(nanoseconds);
    }

    /**
     * How long a task takes, in this unit.
     *
     * @throws IllegalStateException if this is no unit of time
     * @throws Exception whatever the task throws
     */
    public double time(Callable<?> task) throws Exception {
        long from = System.nanoTime();
        task.call();
        return of(System.nanoTime() - from);
    }

    /**
     * A time in this unit.
     *
     * @throws IllegalStateException if this is no unit of time
     */
    public double of(long elapsedNanoseconds) {
        if (!isTime()) {
            throw new IllegalStateException(this + " is no unit of time");
        }
        return elapsedNanoseconds / nanoseconds;
    }

    /** How many there are in a second, if each takes {@code value}; of a unit of time. */
    public double rate(long count, double value) {
        return count / (value * nanoseconds / 1e9);
    }
}
