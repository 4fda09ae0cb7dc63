package org.firstbell.e2e.system;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.firstbell.e2e.client.KeycloakAdmin;
import org.firstbell.e2e.system.DatabaseServer.Database;

/**
 * The whole system on this machine: PostgreSQL, Keycloak with the provider and the demo realms, and the LMS API.
 *
 * <p>Its databases are empty at every start. It ends with {@link #close()}, or with the JVM if that comes first.
 */
public final class FirstbellSystem implements AutoCloseable {

    private final KeycloakServer keycloak;
    private final LmsServer lms;
    private final LmsServer anotherLms;
    private final KeycloakAdmin admin;
    private final Path logs;
    private final Processes processes;

    private FirstbellSystem(
            KeycloakServer keycloak,
            LmsServer lms,
            LmsServer anotherLms,
            KeycloakAdmin admin,
            Path logs,
            Processes processes) {
        this.keycloak = keycloak;
        this.lms = lms;
        this.anotherLms = anotherLms;
        this.admin = admin;
        this.logs = logs;
        this.processes = processes;
    }

    /** Hears of each part of the system as soon as it is there. */
    @FunctionalInterface
    public interface Progress {
        void ready(String part, Duration took);
    }

    /**
     * Starts everything and waits until all of it serves.
     *
     * @param origin where PostgreSQL and Keycloak come from
     * @param name tells systems of the same checkout apart, in the names of their directories
     * @throws CannotRunException if something does not start; whatever was started is stopped by then
     */
    public static FirstbellSystem start(
            Checkout checkout,
            Origin origin,
            String name,
            LocalPort keycloakPort,
            LocalPort lmsPort,
            Progress progress) {
        return start(checkout, origin, name, keycloakPort, lmsPort, List.of(), Map.of(), progress);
    }

    /**
     * Starts everything, with further settings, and waits until all of it serves.
     *
     * @param keycloakOptions as on the command line of {@code kc.sh start}; none that Keycloak would have to be built
     *     for
     * @param lmsEnvironment variables of the LMS API's instances
     * @throws CannotRunException as above
     */
    public static FirstbellSystem start(
            Checkout checkout,
            Origin origin,
            String name,
            LocalPort keycloakPort,
            LocalPort lmsPort,
            List<String> keycloakOptions,
            Map<String, String> lmsEnvironment,
            Progress progress) {
        Path logs = emptyDirectory(checkout.workDirectory().resolve("logs").resolve(name));
        Processes processes = Processes.endingWithTheJvm(origin.postgres(checkout, logs.resolve("postgres.log")));
        try {
            return start(
                    checkout,
                    origin,
                    keycloakPort,
                    lmsPort,
                    keycloakOptions,
                    lmsEnvironment,
                    logs,
                    processes,
                    new Timed(progress));
        } catch (RuntimeException failed) {
            processes.close();
            throw failed;
        }
    }

    private static FirstbellSystem start(
            Checkout checkout,
            Origin origin,
            LocalPort keycloakPort,
            LocalPort lmsPort,
            List<String> keycloakOptions,
            Map<String, String> lmsEnvironment,
            Path logs,
            Processes processes,
            Timed timed) {
        KeycloakInstallation installation = origin.keycloak(checkout);
        String lmsSecret = UUID.randomUUID().toString();
        Map<String, String> realmSettings = Map.of(
                "KEYCLOAK_URL",
                keycloakPort.uri().toString(),
                "LMS_URL",
                lmsPort.uri().toString(),
                "LMS_API_SECRET",
                lmsSecret,
                "GOOGLE_CLIENT_ID",
                "school",
                "GOOGLE_CLIENT_SECRET",
                UUID.randomUUID().toString(),
                "GOOGLE_HOSTED_DOMAIN",
                "school.example");

        DatabaseServer postgres = processes.postgres();
        timed.run("PostgreSQL", postgres::start);
        KeycloakServer keycloak = new KeycloakServer(
                installation,
                keycloakPort,
                postgres.create("keycloak"),
                realmSettings,
                keycloakOptions,
                processes.keycloak(),
                logs.resolve("keycloak.log"));
        Database lmsDatabase = postgres.create("lms");
        LmsServer lms = new LmsServer(
                checkout.lmsApiJar(),
                lmsPort,
                lmsDatabase,
                keycloakPort.uri(),
                lmsSecret,
                lmsEnvironment,
                processes.lms(),
                logs.resolve("lms-api.log"));
        LmsServer anotherLms = new LmsServer(
                checkout.lmsApiJar(),
                LocalPort.free(),
                lmsDatabase,
                keycloakPort.uri(),
                lmsSecret,
                lmsEnvironment,
                processes.anotherLms(),
                logs.resolve("another-lms-api.log"));
        KeycloakAdmin admin =
                new KeycloakAdmin(keycloak.uri(), KeycloakServer.ADMIN_USER, KeycloakServer.ADMIN_PASSWORD);

        if (!installation.isBuilt()) {
            timed.run(
                    "Keycloak's build",
                    () -> installation.build(processes.keycloak(), logs.resolve("keycloak-build.log")));
        }
        timed.run("Keycloak", () -> {
            Path realms = checkout.realmConfig();
            installation.placeRealms(
                    List.of(realms.resolve("school-realm.json"), realms.resolve("demo/google-realm.json")));
            keycloak.start();
            importPartially(admin, realms.resolve("demo/school-demo.json"), realmSettings);
        });
        timed.run("LMS API", lms::start);
        return new FirstbellSystem(keycloak, lms, anotherLms, admin, logs, processes);
    }

    /** Turns the school's realm, as its IT would import it, into the one of the demo. */
    private static void importPartially(KeycloakAdmin admin, Path overlay, Map<String, String> settings) {
        try {
            String filled = RealmTemplate.fill(Files.readString(overlay), settings);
            admin.post("school/partialImport", new ObjectMapper().readTree(filled))
                    .expect(200);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public KeycloakServer keycloak() {
        return keycloak;
    }

    public LmsServer lms() {
        return lms;
    }

    /** A second instance of the LMS API on the same database, which is not running until somebody starts it. */
    public LmsServer anotherLms() {
        return anotherLms;
    }

    public KeycloakAdmin admin() {
        return admin;
    }

    /**
     * Another node on Keycloak's database, not started yet. Its issuer is that of the first one. There may be one at a
     * time; the caller stops it.
     *
     * @param environment further variables of its process
     */
    public KeycloakServer anotherKeycloak(Map<String, String> environment) {
        return keycloak.anotherNode(environment, processes.anotherKeycloak(), logs.resolve("another-keycloak.log"));
    }

    /** A connection to PostgreSQL as the administrator of all databases. The caller closes it. */
    public Connection connectAsDatabaseAdministrator() throws SQLException {
        return postgres().connect();
    }

    DatabaseServer postgres() {
        return processes.postgres();
    }

    /** Ends all connections to the databases, and starts PostgreSQL again. */
    public void restartDatabase() {
        processes.postgres().restart();
    }

    /** Where each process writes its log. */
    public Path logs() {
        return logs;
    }

    @Override
    public void close() {
        processes.close();
    }

    private static Path emptyDirectory(Path directory) {
        try {
            Directories.delete(directory);
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Timed(Progress progress) {

        void run(String part, Runnable start) {
            long from = System.nanoTime();
            start.run();
            progress.ready(part, Duration.ofNanos(System.nanoTime() - from));
        }
    }
}
