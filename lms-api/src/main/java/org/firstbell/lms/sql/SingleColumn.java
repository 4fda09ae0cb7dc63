package org.firstbell.lms.sql;

import org.hibernate.StatelessSession;
import org.hibernate.query.NativeQuery;

/**
 * Native queries whose rows are one value each.
 *
 * <p>Asked by {@code createNativeQuery(sql, UUID.class)}, Hibernate (7.2.14) makes a plan each time, stores it, and never
 * finds it again: the keys have one hash code but are never equal, as {@code ImplicitResultClassBuilder} has no {@code
 * equals}. Every further query searches all of them, which in the end took longer than the database.
 */
public final class SingleColumn {

    private SingleColumn() {}

    /**
     * A query whose plan is found again.
     *
     * @param type what the driver makes of the column: for example {@code UUID}, {@code String}, {@code Boolean}, {@code Long}
     */
    public static <T> NativeQuery<T> query(StatelessSession session, String sql, Class<T> type) {
        return session.createNativeQuery(sql, Object[].class).setTupleTransformer((row, columns) -> type.cast(row[0]));
    }
}
