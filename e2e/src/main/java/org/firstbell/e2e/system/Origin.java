package org.firstbell.e2e.system;

import java.nio.file.Path;

/**
 * Where PostgreSQL and Keycloak come from. The LMS API, which is ours, always is a process of this machine.
 *
 * <p>Wherever they run, {@code localhost} names one and the same machine to them and to us.
 */
public interface Origin {

    /** A PostgreSQL without any data, not started yet. */
    DatabaseServer postgres(Checkout checkout, Path log);

    KeycloakInstallation keycloak(Checkout checkout);
}
