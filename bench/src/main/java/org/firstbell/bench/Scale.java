package org.firstbell.bench;

import java.util.Locale;

/** How much is measured: what the page tells of, or just enough to see that measuring works. */
public enum Scale {
    FULL,
    QUICK;

    /** {@code -Dbench.scale=quick}, or else full. */
    public static Scale fromSystemProperties() {
        return valueOf(System.getProperty("bench.scale", "full").toUpperCase(Locale.ROOT));
    }

    public int of(int full, int quick) {
        return this == FULL ? full : quick;
    }
}
