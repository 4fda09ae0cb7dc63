package org.firstbell.e2e.run;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;

/** Tells of each step as it happens: what is done, how long it took, and what came back. */
final class Steps {

    private final PrintStream out;
    private int count;

    Steps(PrintStream out) {
        this.out = out;
    }

    /**
     * Takes a step.
     *
     * @param outcome says in a few words what came back
     * @return what the action returns
     */
    <T> T take(String what, Supplier<T> action, Function<T, String> outcome) {
        begin(what);
        long from = System.nanoTime();
        T result = action.get();
        end(Duration.ofNanos(System.nanoTime() - from), outcome.apply(result));
        return result;
    }

    /** Tells of a step that took its time while others were taken. */
    void tell(String what, Duration took, String outcome) {
        begin(what);
        end(took, outcome);
    }

    private void begin(String what) {
        count++;
        out.print(String.format(Locale.ROOT, "  %d  %-60s", count, what));
        out.flush();
    }

    private void end(Duration took, String outcome) {
        out.println(String.format(Locale.ROOT, "%6d ms   %s", took.toMillis(), outcome));
    }
}
