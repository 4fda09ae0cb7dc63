package org.firstbell.e2e.system;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** A PostgreSQL of our own, empty at every start, with one database and one role for Keycloak and for the LMS each. */
final class PostgresServer implements AutoCloseable {

    private static final Duration TIME_TO_START = Duration.ofMinutes(2);

    private final Path binaries;
    private final Path data;
    private final Path log;
    private EmbeddedPostgres postgres;
    private boolean closed;

    /**
     * @param binaries where PostgreSQL is unpacked; may be shared, and be there already
     * @param data where its data goes; removed at the end
     */
    PostgresServer(Path binaries, Path data, Path log) {
        this.binaries = binaries;
        this.data = data;
        this.log = log;
    }

    /** A database and the role that owns it. */
    record Database(String jdbcUrl, String user, String password) {}

    synchronized void start() {
        start(0);
    }

    /** Ends all connections and starts again, on the same port and with the same data. */
    synchronized void restart() {
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
            postgres = EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(binaries.toFile())
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setPort(port)
                    .setLocaleConfig("locale", "C")
                    .setOutputRedirector(ProcessBuilder.Redirect.appendTo(logFile))
                    .setErrorRedirector(ProcessBuilder.Redirect.appendTo(logFile))
                    .setPGStartupWait(TIME_TO_START)
                    // Its own hook would take the database from under Keycloak and the LMS.
                    .setRegisterShutdownHook(false)
                    .start();
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

    /** Creates a database of this name, and a role of the same name that owns it. */
    Database create(String name) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE " + name + " LOGIN PASSWORD '" + name + "'");
            statement.execute("CREATE DATABASE " + name + " OWNER " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("database " + name + " could not be created", e);
        }
        return new Database("jdbc:postgresql://localhost:" + postgres.getPort() + "/" + name, name, name);
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
