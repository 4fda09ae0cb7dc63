package org.firstbell.e2e.system;

import java.nio.file.Path;

/**
 * PostgreSQL and Keycloak from their published images, in containers.
 *
 * <p>Keycloak shares this machine's network: the addresses that the stories hand to it are those of servers on {@code
 * localhost}.
 */
public final class Containers implements Origin {

    @Override
    public DatabaseServer postgres(Checkout checkout, Path log) {
        return new PostgresContainer(log);
    }

    @Override
    public KeycloakInstallation keycloak(Checkout checkout) {
        return new KeycloakImage(checkout);
    }
}
