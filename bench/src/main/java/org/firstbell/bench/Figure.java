package org.firstbell.bench;

import java.util.Locale;

/** Numbers as people read them. */
public final class Figure {

    private Figure() {}

    /** About three digits that count: {@code 12,300}, {@code 123}, {@code 12.3}, {@code 1.23}, {@code 0.012}. */
    public static String of(double value) {
        double size = Math.abs(value);
        int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 || size == 0 ? 2 : 3;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    /** An integer, with its thousands apart. */
    public static String of(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
