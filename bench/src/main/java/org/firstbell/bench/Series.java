package org.firstbell.bench;

import java.util.List;

/**
 * What one contender took for work of one size, again and again.
 *
 * @param size of the work, 0 or more; what it counts is said by the row
 * @param values in the order measured, at least one
 */
public record Series(String contender, long size, List<Double> values) {

    public Series {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured of " + contender);
        }
        values = List.copyOf(values);
    }

    public Spread spread() {
        return Spread.of(values);
    }

    public double median() {
        return spread().median();
    }
}
