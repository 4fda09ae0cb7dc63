package org.firstbell.lms.testing;

import static org.firstbell.lms.testing.Eventually.eventually;

import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;

/**
 * Has PostgreSQL count the statements that it carries out, whoever sends them and by whatever means.
 *
 * <p>Where a transaction begins and ends does not count, nor what the driver looks up once for each connection, nor the
 * provisioning worker, which has a rhythm of its own: but for the locks that it takes, one statement for each list.
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
        awaitLists();
        database.text("select cast(pg_stat_statements_reset() as text)");
        something.run();
        awaitLists();
        return database.texts("""
                select query from pg_stat_statements, generate_series(1, calls)
                where toplevel and query !~* '^(begin|commit|rollback|set|show)\\M'
                  and query !~ 'pg_catalog|provisioning_request|provisioning_list|unasked_grant|pg_stat_statements'
                """);
    }

    private void awaitLists() {
        eventually("all lists are asked for", () -> database.number("select count(*) from provisioning_list") == 0);
    }
}
