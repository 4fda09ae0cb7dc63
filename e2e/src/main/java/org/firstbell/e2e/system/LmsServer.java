package org.firstbell.e2e.system;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.firstbell.e2e.system.DatabaseServer.Database;

/** The LMS API, as a process that can be stopped and started again on the same database. */
public final class LmsServer implements AutoCloseable {

    private static final Duration TIME_TO_START = Duration.ofMinutes(3);

    private final Path jar;
    private final LocalPort port;
    private final Map<String, String> environment;
    private final ProcessSlot slot;
    private final Path log;

    /**
     * @param keycloak Keycloak's base URL
     * @param clientSecret of the client {@code lms-api}
     * @param further variables of its environment
     */
    LmsServer(
            Path jar,
            LocalPort port,
            Database database,
            URI keycloak,
            String clientSecret,
            Map<String, String> further,
            ProcessSlot slot,
            Path log) {
        this.jar = jar;
        this.port = port;
        this.environment = new HashMap<>(further);
        environment.putAll(Map.of(
                "QUARKUS_HTTP_HOST", "localhost",
                "QUARKUS_HTTP_PORT", port.toString(),
                "QUARKUS_DATASOURCE_JDBC_URL", database.jdbcUrl(),
                "QUARKUS_DATASOURCE_USERNAME", database.user(),
                "QUARKUS_DATASOURCE_PASSWORD", database.password(),
                "FIRSTBELL_KEYCLOAK_URL", keycloak.toString(),
                "FIRSTBELL_KEYCLOAK_REALM", "school",
                "FIRSTBELL_KEYCLOAK_CLIENT_SECRET", clientSecret));
        this.slot = slot;
        this.log = log;
    }

    /** Starts the LMS API and waits until it serves. */
    public void start() {
        List<String> line = List.of(
                ChildProcess.Command.java(),
                "@java.options",
                "-jar",
                jar.getFileName().toString());
        HttpProbe probe = new HttpProbe(uri().resolve("/q/health/ready"));
        slot.start(new ChildProcess.Command("The LMS API", line, environment, jar.getParent(), log))
                .awaitReady(probe::answersOk, TIME_TO_START);
    }

    public void stop() {
        slot.stop();
    }

    /** Ends the LMS API as a power failure would. */
    public void kill() {
        slot.kill();
    }

    /** Where it is asked for its metrics. */
    public URI metrics() {
        return uri().resolve("/q/metrics");
    }

    public URI uri() {
        return port.uri();
    }

    @Override
    public void close() {
        slot.close();
    }
}
