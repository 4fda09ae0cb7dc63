package org.firstbell.e2e.system;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A PostgreSQL of our own, empty at every start, with one database and one role for Keycloak and for the LMS each. */
interface DatabaseServer extends AutoCloseable {

    /** A database and the role that owns it. */
    record Database(String jdbcUrl, String user, String password) {}

    void start();

    /** Ends all connections and starts again, on the same port and with the same data. */
    void restart();

    /** Where it listens on {@code localhost}. */
    int port();

    /** A connection as the administrator of all databases. The caller closes it. */
    Connection connect() throws SQLException;

    /** Creates a database of this name, and a role of the same name that owns it. */
    default Database create(String name) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE " + name + " LOGIN PASSWORD '" + name + "'");
            statement.execute("CREATE DATABASE " + name + " OWNER " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("database " + name + " could not be created", e);
        }
        return new Database("jdbc:postgresql://localhost:" + port() + "/" + name, name, name);
    }

    /** Stops it for good, and removes its data. */
    @Override
    void close();
}
