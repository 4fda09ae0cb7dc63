package org.firstbell.e2e.system;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.firstbell.e2e.system.DatabaseServer.Database;

/** Keycloak's command line, of the distribution that the system has built, on a database that no server uses. */
public final class OfflineKeycloak {

    private static final Duration TIME_TO_END = Duration.ofMinutes(5);

    private final KeycloakDistribution distribution =
            new KeycloakDistribution(Checkout.fromSystemProperties(), List.of());
    private final Database database;
    private final Path log;

    /** @param name of the database, which is created */
    public OfflineKeycloak(FirstbellSystem system, String name) {
        database = system.postgres().create(name);
        log = system.logs().resolve("keycloak-" + name + ".log");
    }

    /**
     * {@code kc.sh import}.
     *
     * @param settings what the file leaves open
     */
    public void importRealm(Path file, Map<String, String> settings) {
        run(List.of("import", "--file=" + file), settings);
    }

    /** {@code kc.sh export}, users and secrets included. */
    public void exportRealm(String realm, Path file) {
        run(List.of("export", "--realm=" + realm, "--file=" + file), Map.of());
    }

    private void run(List<String> command, Map<String, String> settings) {
        List<String> arguments = new ArrayList<>(command);
        arguments.add("--optimized");
        arguments.add("--db-url=" + database.jdbcUrl());
        arguments.add("--db-username=" + database.user());
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("KC_DB_PASSWORD", database.password());
        environment.put("KC_TRACING_SAMPLER_RATIO", "0.0");
        distribution.offline(arguments, environment, log).start().awaitSuccess(TIME_TO_END);
    }
}
