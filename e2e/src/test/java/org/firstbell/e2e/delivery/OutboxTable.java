package org.firstbell.e2e.delivery;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.Supplier;
import org.firstbell.e2e.system.KeycloakServer;

/** Keycloak's table of deliveries, for what cannot be brought about from outside. */
record OutboxTable(KeycloakServer keycloak) {

    /** Has events wait, each of another user, as those of logins that have committed on a node that then died. */
    void fill(String realmId, String receiverId, int count) {
        execute(
                "insert into firstbell_delivery"
                        + " (id, realm_id, receiver_id, user_id, event_type, claims, status, attempts, created_at,"
                        + " next_attempt_at)"
                        + " select gen_random_uuid(), ?, ?, gen_random_uuid(), 'https://events.example/happened',"
                        + " '{\"iss\":\"https://keycloak.example\"}', 'DUE', 0, 0, 0 from generate_series(1, ?)",
                realmId,
                receiverId,
                count);
    }

    /** Has the time of all leases pass. */
    void endLeases() {
        execute("update firstbell_delivery set next_attempt_at = 0 where status = 'LEASED'");
    }

    /** Whether nothing at all is being sent, nor is going to be within half a minute. */
    boolean isAtRest() {
        try (Connection connection = keycloak.connectToDatabase();
                PreparedStatement statement = connection.prepareStatement("select 1 from firstbell_delivery"
                        + " where status = 'LEASED' or (status = 'DUE' and next_attempt_at < ?)")) {
            statement.setLong(1, System.currentTimeMillis() + 30_000);
            try (ResultSet rows = statement.executeQuery()) {
                return !rows.next();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Does something while no node can lease what is due. */
    <T> T whileNothingIsLeased(Supplier<T> something) {
        execute("create function refuse_lease() returns trigger language plpgsql as"
                + " 'begin raise exception ''nothing is leased now''; end'");
        execute("create trigger refuse_lease before update on firstbell_delivery for each row"
                + " when (old.status = 'DUE' and new.status = 'LEASED') execute function refuse_lease()");
        try {
            return something.get();
        } finally {
            execute("drop trigger refuse_lease on firstbell_delivery");
            execute("drop function refuse_lease()");
        }
    }

    private void execute(String sql, Object... parameters) {
        try (Connection connection = keycloak.connectToDatabase();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
