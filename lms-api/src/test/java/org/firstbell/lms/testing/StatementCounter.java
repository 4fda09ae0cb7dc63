package org.firstbell.lms.testing;

import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;

/**
 * Has PostgreSQL count the statements that it carries out, whoever sends them and by whatever means.
 *
 * <p>Where a transaction begins and ends does not count, nor what the driver looks up once for each connection, nor the
 * provisioning worker, which has a rhythm of its own.
 */
@Singleton
public final class StatementCounter {

    static final String EXTENSION = "pg_stat_statements";

    private final Database database;

    StatementCounter(Database database) throws SQLException {
        this.database = database;
        database.change("create extension if not exists " + EXTENSION);
    }

    /** The statements that were carried out while something was done, in no order. */
    public List<String> during(Runnable something) {
        database.text("select cast(pg_stat_statements_reset() as text)");
        something.run();
        return database.texts("""
                select query from pg_stat_statements, generate_series(1, calls)
                where toplevel and query !~* '^(begin|commit|rollback|set|show)\\M'
                  and query !~ 'pg_catalog|provisioning_request|pg_stat_statements'
                """);
    }
}
