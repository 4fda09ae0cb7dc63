package org.firstbell.lms.reconciliation;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * Lets one instance at a time do something that takes longer than a transaction should.
 *
 * <p>An advisory lock of PostgreSQL on a connection of its own: an instance that dies gives it back with the connection.
 */
@Singleton
final class ReconciliationLock {

    /** Next to the address locks, and apart from them. */
    private static final int NAMESPACE = 0xF1857BE2;

    private final DataSource database;

    ReconciliationLock(DataSource database) {
        this.database = database;
    }

    /**
     * Does something unless somebody else is doing it.
     *
     * @return what came of it; empty if somebody else has the lock
     */
    <T> Optional<T> ifFree(Supplier<T> work) {
        try (Connection connection = database.getConnection()) {
            if (!call(connection, "select pg_try_advisory_lock(?, 0)")) {
                return Optional.empty();
            }
            try {
                return Optional.of(work.get());
            } finally {
                call(connection, "select pg_advisory_unlock(?, 0)");
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the lock of the reconciliation cannot be had", e);
        }
    }

    private static boolean call(Connection connection, String function) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(function)) {
            statement.setInt(1, NAMESPACE);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() && result.getBoolean(1);
            }
        }
    }
}
