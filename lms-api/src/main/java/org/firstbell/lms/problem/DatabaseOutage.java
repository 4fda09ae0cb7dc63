package org.firstbell.lms.problem;

import java.sql.SQLException;
import java.util.Objects;
import java.util.stream.Stream;

/** Tells whether the database is away, from whatever a request ended with. */
final class DatabaseOutage {

    private DatabaseOutage() {}

    static boolean isBehind(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .anyMatch(DatabaseOutage::isOutage);
    }

    /** SQL standard class 08, PostgreSQL's 53 and 57P; the pool has no state to give when it runs out of time. */
    private static boolean isOutage(SQLException e) {
        String state = e.getSQLState();
        return state == null || state.startsWith("08") || state.startsWith("53") || state.startsWith("57P");
    }
}
