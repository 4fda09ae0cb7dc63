package org.firstbell.e2e.system;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** PostgreSQL and Keycloak as Maven has fetched them, as processes of this machine: needs nothing but a JDK. */
public final class ThisMachine implements Origin {

    private final List<Path> furtherProviders;

    public ThisMachine() {
        this(List.of());
    }

    /** @param furtherProviders jars to be built into Keycloak beside ours */
    public ThisMachine(List<Path> furtherProviders) {
        this.furtherProviders = List.copyOf(furtherProviders);
    }

    @Override
    public DatabaseServer postgres(Checkout checkout, Path log) {
        return new PostgresServer(
                checkout.workDirectory().resolve("postgres"),
                checkout.workDirectory().resolve("postgres-data-" + UUID.randomUUID()),
                log);
    }

    @Override
    public KeycloakInstallation keycloak(Checkout checkout) {
        return new KeycloakDistribution(checkout, furtherProviders);
    }
}
