package org.firstbell.realm;

import java.io.PrintWriter;

/** How far a command has come: a bar that grows on a terminal; elsewhere a line for each tenth. */
final class Progress {

    private static final int WIDTH = 30;

    private final PrintWriter out;
    private final boolean terminal;
    private final int total;
    private int done;

    Progress(PrintWriter out, boolean terminal, int total) {
        this.out = out;
        this.terminal = terminal;
        this.total = total;
    }

    void advance(int lines) {
        int tenths = tenths();
        done += lines;
        if (terminal) {
            int full = Math.toIntExact((long) WIDTH * done / total);
            out.print("\r[" + "#".repeat(full) + " ".repeat(WIDTH - full) + "] " + this + (done == total ? "\n" : ""));
            out.flush();
        } else if (tenths() > tenths) {
            out.println(this);
            out.flush();
        }
    }

    /** Says something in a line of its own. */
    void note(String what) {
        out.println((terminal && done > 0 && done < total ? "\n" : "") + what);
        out.flush();
    }

    private int tenths() {
        return Math.toIntExact(10L * done / total);
    }

    @Override
    public String toString() {
        return done + " of " + total + " lines";
    }
}
