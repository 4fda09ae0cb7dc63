package org.firstbell.e2e.system;

import java.util.Optional;

/**
 * The place of one process: at most one lives in it at a time, and none once it is closed.
 *
 * <p>The main thread starts processes while a shutdown hook may already be stopping them; whichever comes first, no
 * process is left behind.
 */
final class ProcessSlot implements AutoCloseable {

    private ChildProcess occupant;
    private boolean closed;

    synchronized ChildProcess start(ChildProcess.Command command) {
        if (closed) {
            throw new CannotRunException(command.name() + " was not started: everything is being stopped.");
        }
        if (occupant != null && occupant.isAlive()) {
            throw new IllegalStateException(command.name() + " is running already");
        }
        occupant = ChildProcess.start(command);
        return occupant;
    }

    synchronized void stop() {
        current().ifPresent(ChildProcess::stop);
    }

    synchronized void kill() {
        current().ifPresent(ChildProcess::kill);
    }

    @Override
    public synchronized void close() {
        closed = true;
        stop();
    }

    private Optional<ChildProcess> current() {
        return Optional.ofNullable(occupant).filter(ChildProcess::isAlive);
    }
}
