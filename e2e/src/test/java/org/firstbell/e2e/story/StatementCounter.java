package org.firstbell.e2e.story;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.firstbell.e2e.system.FirstbellSystem;

/**
 * Has PostgreSQL count the statements that it carries out in Keycloak's database, whoever sends them.
 *
 * <p>Where a transaction begins and ends does not count, nor what becomes of deliveries once they are written, which has a
 * rhythm of its own.
 */
public final class StatementCounter {

    static final Map<String, String> POSTGRES_SETTINGS = Map.of("shared_preload_libraries", "pg_stat_statements");

    private final FirstbellSystem system;

    public StatementCounter(FirstbellSystem system) {
        this.system = system;
        texts("create extension if not exists pg_stat_statements");
    }

    /** The statements that were carried out while something was done, in no order. */
    public List<String> during(Runnable something) {
        texts("select cast(pg_stat_statements_reset() as text)");
        something.run();
        return texts("""
                select query from pg_stat_statements, generate_series(1, calls)
                where dbid = (select oid from pg_database where datname = 'keycloak') and toplevel
                  and query !~* '^(begin|commit|rollback|set|show|update firstbell_delivery)\\M'
                  and query !~* 'pg_catalog|pg_stat_statements|from firstbell_delivery|select current_timestamp'
                """);
    }

    private List<String> texts(String sql) {
        try (Connection connection = system.connectAsDatabaseAdministrator();
                Statement statement = connection.createStatement()) {
            List<String> texts = new ArrayList<>();
            if (statement.execute(sql)) {
                try (ResultSet rows = statement.getResultSet()) {
                    while (rows.next()) {
                        texts.add(rows.getString(1));
                    }
                }
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
