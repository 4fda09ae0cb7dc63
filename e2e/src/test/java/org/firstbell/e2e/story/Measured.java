package org.firstbell.e2e.story;

import java.sql.Connection;
import java.sql.SQLException;
import org.firstbell.bench.Recording;
import org.firstbell.e2e.system.Checkout;
import org.firstbell.e2e.system.FirstbellSystem;

/** What is measured on the whole system. */
public final class Measured {

    private Measured() {}

    /** Says in the recording which versions it is of. */
    public static Recording on(FirstbellSystem system, Recording recording) throws SQLException {
        try (Connection connection = system.keycloak().connectToDatabase()) {
            return recording
                    .with("Keycloak", Checkout.fromSystemProperties().keycloakVersion())
                    .with("PostgreSQL", connection.getMetaData().getDatabaseProductVersion());
        }
    }
}
