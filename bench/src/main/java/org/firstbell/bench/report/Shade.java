package org.firstbell.bench.report;

import java.awt.Color;
import java.util.Locale;

/** What a plot lies on: a light page or a dark one. */
enum Shade {
    LIGHT(new Color(0x1F2328), new Color(0xD1D9E0)),
    DARK(new Color(0xF0F6FC), new Color(0x3D444D));

    private final Color ink;
    private final Color grid;

    Shade(Color ink, Color grid) {
        this.ink = ink;
        this.grid = grid;
    }

    String suffix() {
        return name().toLowerCase(Locale.ROOT);
    }

    Color ink() {
        return ink;
    }

    Color grid() {
        return grid;
    }
}
