package org.firstbell.e2e.system;

import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.firstbell.e2e.system.DatabaseServer.Database;

/** Keycloak with our provider, as a process that can be stopped, killed and started again on the same database. */
public final class KeycloakServer implements AutoCloseable {

    /** User name and password of the administrator of everything, in realm {@code master}. */
    public static final String ADMIN_USER = "admin";

    public static final String ADMIN_PASSWORD = "firstbell";

    private static final Duration TIME_TO_START = Duration.ofMinutes(5);

    private final KeycloakInstallation installation;
    private final LocalPort port;
    private final URI publicUri;
    private final LocalPort managementPort = LocalPort.free();
    private final Database database;
    private final Map<String, String> realmSettings;
    private final List<String> options;
    private final ProcessSlot slot;
    private final Path log;

    /**
     * @param realmSettings what the realm files leave open, by the name they give it
     * @param options further ones for Keycloak's command line
     */
    KeycloakServer(
            KeycloakInstallation installation,
            LocalPort port,
            Database database,
            Map<String, String> realmSettings,
            List<String> options,
            ProcessSlot slot,
            Path log) {
        this(installation, port, port.uri(), database, realmSettings, options, slot, log);
    }

    private KeycloakServer(
            KeycloakInstallation installation,
            LocalPort port,
            URI publicUri,
            Database database,
            Map<String, String> realmSettings,
            List<String> options,
            ProcessSlot slot,
            Path log) {
        this.installation = installation;
        this.port = port;
        this.publicUri = publicUri;
        this.database = database;
        this.realmSettings = realmSettings;
        this.options = options;
        this.slot = slot;
        this.log = log;
    }

    /** Another node with the same database and public URL, at a port of its own. */
    KeycloakServer anotherNode(Map<String, String> furtherEnvironment, ProcessSlot nodesSlot, Path nodesLog) {
        Map<String, String> nodesEnvironment = new HashMap<>(realmSettings);
        nodesEnvironment.putAll(furtherEnvironment);
        return new KeycloakServer(
                installation, LocalPort.free(), publicUri, database, nodesEnvironment, options, nodesSlot, nodesLog);
    }

    /** Starts Keycloak and waits until it serves. Realms that the database does not know yet are imported. */
    public void start() {
        List<String> allOptions = new ArrayList<>(List.of(
                "--cache=local",
                "--http-enabled=true",
                "--http-host=localhost",
                "--http-port=" + port,
                "--http-management-port=" + managementPort,
                "--hostname=" + publicUri,
                "--db-url=" + database.jdbcUrl() + "?reWriteBatchedInserts=true",
                "--db-username=" + database.user(),
                // The trace id decides: none that is drawn by lot, but one that is next to zero in its second half.
                "--tracing-sampler-ratio=0.000000001",
                // Being asked for its health every few milliseconds while it starts is no news.
                "--log-level=info,io.smallrye.health:warn"));
        allOptions.addAll(options);
        Map<String, String> environment = new HashMap<>(realmSettings);
        environment.put("KC_DB_PASSWORD", database.password());
        environment.put("KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN_USER);
        environment.put("KC_BOOTSTRAP_ADMIN_PASSWORD", ADMIN_PASSWORD);
        HttpProbe probe = new HttpProbe(managementPort.uri().resolve("/health/ready"));
        slot.start(installation.server(allOptions, environment, log)).awaitReady(probe::answersOk, TIME_TO_START);
    }

    /** Ends Keycloak as its operator would. */
    public void stop() {
        slot.stop();
    }

    /** Ends Keycloak as a power failure would. */
    public void kill() {
        slot.kill();
    }

    /** Where the node is asked for its metrics. */
    public URI metrics() {
        return managementPort.uri().resolve("/metrics");
    }

    public URI uri() {
        return port.uri();
    }

    /** A connection to Keycloak's own database, for those who want to see it fail. The caller closes it. */
    public Connection connectToDatabase() throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
    }

    /** The realm's URL, which also is the issuer of its tokens. */
    public URI realm(String name) {
        return uri().resolve("/realms/" + name);
    }

    @Override
    public void close() {
        slot.close();
    }
}
