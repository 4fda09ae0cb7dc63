package org.firstbell.e2e.system;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** What we have started, and can stop again. */
interface RunningServer {

    boolean isAlive();

    /**
     * Waits until it does its work.
     *
     * @throws CannotRunException if it ends before that, or takes longer than {@code limit}
     */
    void awaitReady(BooleanSupplier probe, Duration limit);

    /** Asks it to end, and ends it by force if it does not soon. */
    void stop();

    /** Ends it at once, leaving it no time to tidy up. */
    void kill();
}
