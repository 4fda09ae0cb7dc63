package org.firstbell.lms.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged API, running as one instance among others. */
public final class LmsProcess implements AutoCloseable {

    private static final File DIRECTORY = new File("target/quarkus-app");

    private static final Duration TIME_TO_START = Duration.ofMinutes(2);

    private final Process process;
    private final URI uri;

    private LmsProcess(Process process, URI uri) {
        this.process = process;
        this.uri = uri;
    }

    /**
     * Starts one, and waits until it serves.
     *
     * @param name of its log in {@code target/}
     * @param settings as in {@code application.properties}
     * @param javaOptions besides those packed with it
     */
    public static LmsProcess start(String name, Map<String, String> settings, TestRealm realm, String... javaOptions) {
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@java.options",
                // Ends at once if the archive of classes cannot be used.
                "-Xshare:on",
                "-Dquarkus.http.port=" + port));
        command.addAll(List.of(javaOptions));
        settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of("-jar", "quarkus-run.jar"));
        File log = new File("target/" + name + ".log");
        try {
            Files.deleteIfExists(log.toPath());
            Process process = new ProcessBuilder(command)
                    .directory(DIRECTORY)
                    .redirectErrorStream(true)
                    .redirectOutput(log)
                    .start();
            LmsProcess lms = new LmsProcess(process, URI.create("http://localhost:" + port));
            lms.awaitReady(realm);
            return lms;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady(TestRealm realm) {
        Eventually.eventually("the LMS is ready", TIME_TO_START, () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("the LMS has ended, see its log in target/");
            }
            return answersReady(realm);
        });
    }

    private boolean answersReady(TestRealm realm) {
        try {
            return Api.anonymously(realm).at(uri).get("/q/health/ready").status() == 200;
        } catch (UncheckedIOException notListeningYet) {
            return false;
        }
    }

    public URI uri() {
        return uri;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
