package org.firstbell.e2e.system;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/** PostgreSQL as a process of this machine, from binaries that are a dependency of ours. */
final class PostgresServer implements DatabaseServer {

    private static final Duration TIME_TO_START = Duration.ofMinutes(2);

    private final Path binaries;
    private final Path data;
    private final Map<String, String> settings;
    private final Path log;
    private EmbeddedPostgres postgres;
    private boolean closed;

    /**
     * @param binaries where PostgreSQL is unpacked; may be shared, and be there already
     * @param data where its data goes; removed at the end
     * @param settings as in {@code postgresql.conf}
     */
    PostgresServer(Path binaries, Path data, Map<String, String> settings, Path log) {
        this.binaries = binaries;
        this.data = data;
        this.settings = settings;
        this.log = log;
    }

    @Override
    public synchronized void start() {
        start(0);
    }

    @Override
    public synchronized void restart() {
        int port = postgres.getPort();
        stop();
        start(port);
    }

    private void start(int port) {
        if (closed) {
            throw new CannotRunException("PostgreSQL was not started: everything is being stopped.");
        }
        try {
            Files.createDirectories(data);
            File logFile = log.toFile();
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(binaries.toFile())
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setPort(port)
                    .setLocaleConfig("locale", "C")
                    .setOutputRedirector(ProcessBuilder.Redirect.appendTo(logFile))
                    .setErrorRedirector(ProcessBuilder.Redirect.appendTo(logFile))
                    .setPGStartupWait(TIME_TO_START)
                    // Its own hook would take the database from under Keycloak and the LMS.
                    .setRegisterShutdownHook(false);
            settings.forEach(builder::setServerConfig);
            postgres = builder.start();
        } catch (IOException | IllegalStateException e) {
            throw new CannotRunException("PostgreSQL did not start. Its log is " + log + ".", e);
        }
    }

    private void stop() {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int port() {
        return postgres.getPort();
    }

    @Override
    public Connection connect() throws SQLException {
        return postgres.getPostgresDatabase().getConnection();
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (postgres == null) {
            return;
        }
        stop();
        try {
            Directories.delete(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
