package org.firstbell.e2e.system;

import java.util.Optional;

/**
 * The place of one server: at most one lives in it at a time, and none once it is closed.
 *
 * <p>The main thread starts processes while a shutdown hook may already be stopping them; whichever comes first, no
 * process is left behind.
 */
final class ProcessSlot implements AutoCloseable {

    private RunningServer occupant;
    private boolean closed;

    synchronized <S extends RunningServer> S start(Launch<S> launch) {
        if (closed) {
            throw new CannotRunException(launch.name() + " was not started: everything is being stopped.");
        }
        if (occupant != null && occupant.isAlive()) {
            throw new IllegalStateException(launch.name() + " is running already");
        }
        S server = launch.start();
        occupant = server;
        return server;
    }

    synchronized void stop() {
        current().ifPresent(RunningServer::stop);
    }

    synchronized void kill() {
        current().ifPresent(RunningServer::kill);
    }

    @Override
    public synchronized void close() {
        closed = true;
        stop();
    }

    private Optional<RunningServer> current() {
        return Optional.ofNullable(occupant).filter(RunningServer::isAlive);
    }
}
