package org.firstbell.lms.testing;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** A look behind the API, for what it does not show. */
@Singleton
public final class Database {

    private final DataSource source;

    public Database(DataSource source) {
        this.source = source;
    }

    /** The first column of each row, as text. */
    public List<String> texts(String query, Object... parameters) {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = prepare(connection, query, parameters);
                ResultSet rows = statement.executeQuery()) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public String text(String query, Object... parameters) {
        List<String> texts = texts(query, parameters);
        return texts.isEmpty() ? null : texts.get(0);
    }

    public long number(String query, Object... parameters) {
        return Long.parseLong(text(query, parameters));
    }

    /** Whether somebody waits for a lock until the caller's transaction has ended. */
    public boolean isWaitingForUs() {
        return !waitingForUs().isEmpty();
    }

    /** The processes of PostgreSQL that wait for a lock until the caller's transaction has ended. */
    public List<String> waitingForUs() {
        return texts(
                "select pid from pg_locks where not granted and transactionid = cast(pg_current_xact_id() as xid)");
    }

    public void change(String statement, Object... parameters) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement prepared = prepare(connection, statement, parameters)) {
            prepared.executeUpdate();
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }
}
