package org.firstbell.e2e.system;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** PostgreSQL and Keycloak as Maven has fetched them, as processes of this machine: needs nothing but a JDK. */
public final class ThisMachine implements Origin {

    private final List<Path> furtherProviders;
    private final Map<String, String> postgresSettings;

    public ThisMachine() {
        this(List.of(), Map.of());
    }

    /**
     * @param furtherProviders jars to be built into Keycloak beside ours
     * @param postgresSettings as in {@code postgresql.conf}
     */
    public ThisMachine(List<Path> furtherProviders, Map<String, String> postgresSettings) {
        this.furtherProviders = List.copyOf(furtherProviders);
        this.postgresSettings = Map.copyOf(postgresSettings);
    }

    @Override
    public DatabaseServer postgres(Checkout checkout, Path log) {
        return new PostgresServer(
                checkout.workDirectory().resolve("postgres"),
                checkout.workDirectory().resolve("postgres-data-" + UUID.randomUUID()),
                postgresSettings,
                log);
    }

    @Override
    public KeycloakInstallation keycloak(Checkout checkout) {
        return new KeycloakDistribution(checkout, furtherProviders);
    }
}
