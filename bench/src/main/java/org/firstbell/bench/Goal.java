package org.firstbell.bench;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * What was wanted of a row, and what came of it.
 *
 * @param text of what, as {@code claim / stock creation}
 * @param unit of the value; empty for ratios
 */
public record Goal(String text, Direction direction, double bound, double value, String unit) {

    /** On which side of the bound the value is to be. */
    public enum Direction {
        AT_MOST,
        AT_LEAST
    }

    public static Goal ratioAtMost(double bound, String text, double value) {
        return new Goal(text, Direction.AT_MOST, bound, value, "");
    }

    public static Goal ratioAtLeast(double bound, String text, double value) {
        return new Goal(text, Direction.AT_LEAST, bound, value, "");
    }

    public static Goal atMost(double bound, Unit unit, String text, double value) {
        return new Goal(text, Direction.AT_MOST, bound, value, unit.symbol());
    }

    public static Goal atLeast(double bound, Unit unit, String text, double value) {
        return new Goal(text, Direction.AT_LEAST, bound, value, unit.symbol());
    }

    /** Whether the value is on the right side of the bound, or on it. */
    @JsonIgnore
    public boolean isMet() {
        return direction == Direction.AT_MOST ? value <= bound : value >= bound;
    }
}
