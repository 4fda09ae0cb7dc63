package org.firstbell.lms.testing;

import io.quarkus.hibernate.orm.PersistenceUnitExtension;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hibernate.resource.jdbc.spi.StatementInspector;

/** Sees every SQL statement on its way to the database. */
@PersistenceUnitExtension
@Singleton
public final class StatementCounter implements StatementInspector {

    private static final long serialVersionUID = 1L;

    private final transient List<String> seen = new CopyOnWriteArrayList<>();

    @Override
    public String inspect(String sql) {
        // The provisioning worker has a rhythm of its own.
        if (!sql.contains("provisioning_request")) {
            seen.add(sql);
        }
        return sql;
    }

    /** The statements that were sent while something was done, on whatever thread. */
    public List<String> during(Runnable something) {
        seen.clear();
        something.run();
        return List.copyOf(seen);
    }
}
