package org.firstbell.e2e.system;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.firstbell.e2e.client.Patience;
import org.firstbell.e2e.client.UnmetExpectationException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;

/** A server in a container that shares this machine's network. */
final class ContainerServer implements RunningServer {

    private static final int SECONDS_TO_STOP = 20;

    private final String name;
    private final GenericContainer<?> container;
    private final Path log;
    private boolean ready;

    private ContainerServer(String name, GenericContainer<?> container, Path log) {
        this.name = name;
        this.container = container;
        this.log = log;
    }

    /**
     * The container to start, once.
     *
     * @param log where its output goes, for messages
     */
    record Start(String name, GenericContainer<?> container, Path log) implements Launch<ContainerServer> {

        @Override
        public ContainerServer start() {
            container.start();
            return new ContainerServer(name, container, log);
        }
    }

    /** Whoever starts the server waits for it: here nothing is known of its ports. */
    static final class NoWait extends AbstractWaitStrategy {

        @Override
        protected void waitUntilReady() {
            // As soon as the container is there.
        }
    }

    @Override
    public boolean isAlive() {
        return container.isRunning();
    }

    @Override
    public void awaitReady(BooleanSupplier probe, Duration limit) {
        try {
            Patience.of(limit)
                    .await(name, () -> probe.getAsBoolean() || !isAlive() ? Optional.of(this) : Optional.empty());
        } catch (UnmetExpectationException late) {
            throw new CannotRunException(
                    name + " was not ready after " + limit.toSeconds() + " seconds. Its log is " + log + ".", late);
        }
        if (!isAlive()) {
            throw new CannotRunException(name + " ended before it was ready. Its log is " + log + ".");
        }
        ready = true;
    }

    @Override
    public void stop() {
        if (ready) {
            container
                    .getDockerClient()
                    .stopContainerCmd(container.getContainerId())
                    .withTimeout(SECONDS_TO_STOP)
                    .exec();
        }
        kill();
    }

    @Override
    public void kill() {
        container.stop();
    }
}
