package org.firstbell.e2e.system;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** A process that we have started, all of whose output goes to one log file. */
final class ChildProcess implements RunningServer {

    private static final Duration TIME_TO_STOP = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final int LINES_TO_QUOTE = 15;

    /** Settings of other servers in the caller's shell are not for ours. */
    private static final List<String> FOREIGN_SETTINGS = List.of("KC_", "KEYCLOAK_", "QUARKUS_", "FIRSTBELL_");

    private final String name;
    private final Path log;
    private final Process process;
    private volatile boolean ready;

    private ChildProcess(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
    }

    /**
     * What to start.
     *
     * @param name what people call it, for messages
     * @param environment in addition to this process' own
     * @param log where its output is appended
     */
    record Command(String name, List<String> line, Map<String, String> environment, Path directory, Path log)
            implements Launch<ChildProcess> {

        /** The Java that runs us runs the servers too. */
        static String java() {
            return Path.of(System.getProperty("java.home"), "bin", "java").toString();
        }

        @Override
        public ChildProcess start() {
            ProcessBuilder builder = new ProcessBuilder(line)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment()
                    .keySet()
                    .removeIf(key -> FOREIGN_SETTINGS.stream().anyMatch(key::startsWith));
            builder.environment().putAll(environment);
            try {
                return new ChildProcess(name, log, builder.start());
            } catch (IOException e) {
                throw new CannotRunException(name + " could not be started: " + e.getMessage(), e);
            }
        }
    }

    /** Waits until the process does its work; quotes its last lines if it does not. */
    @Override
    public void awaitReady(BooleanSupplier probe, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!probe.getAsBoolean()) {
            if (!process.isAlive()) {
                throw failure("ended with exit code " + process.exitValue() + " before it was ready");
            }
            if (System.nanoTime() > deadline) {
                throw failure("was not ready after " + limit.toSeconds() + " seconds");
            }
            waitFor(POLL);
        }
        ready = true;
    }

    /**
     * Waits until the process has ended by itself.
     *
     * @throws CannotRunException if it fails, or takes longer than {@code limit}; quotes its last lines
     */
    void awaitSuccess(Duration limit) {
        if (!waitFor(limit)) {
            throw failure("was not done after " + limit.toSeconds() + " seconds");
        }
        if (process.exitValue() != 0) {
            throw failure("failed with exit code " + process.exitValue());
        }
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /**
     * Asks the process to end, and ends it by force if it does not within {@link #TIME_TO_STOP}. One that is not ready
     * yet is ended by force at once: servers hear the request only once they are up, and have done nothing so far.
     */
    @Override
    public void stop() {
        if (ready) {
            process.destroy();
        }
        if (!ready || !waitFor(TIME_TO_STOP)) {
            kill();
        }
    }

    @Override
    public void kill() {
        process.destroyForcibly();
        waitFor(TIME_TO_STOP);
    }

    private boolean waitFor(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + name, e);
        }
    }

    private CannotRunException failure(String what) {
        return new CannotRunException(name + " " + what + ". Its log is " + log + " and ends with:\n" + lastLines());
    }

    private String lastLines() {
        try {
            // Decoded leniently: a log may end in the middle of a character.
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_TO_QUOTE), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
