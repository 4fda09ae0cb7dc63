package org.firstbell.e2e.claim;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.firstbell.e2e.client.Patience;
import org.firstbell.e2e.system.KeycloakServer;

/**
 * What a request or a sweep does to Keycloak's database, held before its commit for as long as a test needs to send
 * something else into its way.
 */
final class HeldTransaction implements AutoCloseable {

    private static final Patience PATIENCE = Patience.of(Duration.ofSeconds(30));

    private final Connection connection;
    private final Connection observer;
    private final int backend;

    HeldTransaction(KeycloakServer keycloak) throws SQLException {
        connection = keycloak.connectToDatabase();
        observer = keycloak.connectToDatabase();
        connection.setAutoCommit(false);
        try (PreparedStatement query = connection.prepareStatement("select pg_backend_pid()")) {
            backend = number(query);
        }
    }

    /** What the request does that writes the link: the placeholder is an ordinary user. */
    void completeClaim(String userId) throws SQLException {
        change("update user_entity set email_verified = true where id = ?", userId);
        change("delete from user_attribute where name = 'firstbell.placeholder' and user_id = ?", userId);
        change("delete from user_attribute where name = 'firstbell.claimed-at' and user_id = ?", userId);
    }

    /** What the sweep does. */
    void endClaim(String userId) throws SQLException {
        change("update user_entity set enabled = false where id = ?", userId);
        change("delete from user_attribute where name = 'firstbell.claimed-at' and user_id = ?", userId);
    }

    private void change(String sql, String userId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, userId);
            if (statement.executeUpdate() != 1) {
                throw new AssertionError("there was nothing to do: " + sql);
            }
        }
    }

    /** Waits until another transaction cannot go on because of this one. */
    void awaitSomebodyWaiting() {
        PATIENCE.await(
                "a transaction that waits for ours",
                () -> Optional.of(waiting()).filter(count -> count > 0));
    }

    private int waiting() {
        try (PreparedStatement query = observer.prepareStatement(
                "select count(*) from pg_stat_activity where ? = any(pg_blocking_pids(pid))")) {
            query.setInt(1, backend);
            return number(query);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int number(PreparedStatement query) throws SQLException {
        try (ResultSet rows = query.executeQuery()) {
            rows.next();
            return rows.getInt(1);
        }
    }

    void commit() throws SQLException {
        connection.commit();
    }

    /** Undoes whatever is not committed. */
    @Override
    public void close() throws SQLException {
        try (connection;
                observer) {
            connection.rollback();
        }
    }
}
