package org.firstbell.lms.roster;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Hears of changes among the people of courses, on whatever instance they were made: PostgreSQL tells with their commit.
 *
 * <p>Takes one connection, and only while somebody wants to know.
 */
@ApplicationScoped
class PeopleChanges {

    private static final Logger LOG = Logger.getLogger(PeopleChanges.class);

    /** Of the trigger on {@code grant_history}; the payload is the id of the course. */
    private static final String CHANNEL = "course_people";

    /** How long the connection is kept after the last watcher has gone, at most. */
    private static final Duration TURN = Duration.ofSeconds(1);

    private static final Duration BEFORE_NEXT_ATTEMPT = Duration.ofSeconds(1);

    private final DataSource database;
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
    private boolean listening;
    private boolean stopped;

    PeopleChanges(DataSource database) {
        this.database = database;
    }

    /** No record: two watchers of one course are two. */
    private static final class Watcher {

        private final UUID courseId;
        private final Runnable onChange;

        Watcher(UUID courseId, Runnable onChange) {
            this.courseId = courseId;
            this.onChange = onChange;
        }
    }

    /** Ends a watch; may be called more than once. */
    @FunctionalInterface
    interface Watch {
        void end();
    }

    /**
     * Calls back whenever the people of a course have changed, and whenever that may have been missed.
     *
     * @param onChange must return quickly; called by a thread of ours
     */
    Watch watch(UUID courseId, Runnable onChange) {
        Watcher watcher = new Watcher(courseId, onChange);
        watchers.add(watcher);
        listen();
        return () -> watchers.remove(watcher);
    }

    synchronized void stop(@Observes ShutdownEvent shutdown) {
        stopped = true;
    }

    private synchronized void listen() {
        if (!listening && !stopped) {
            listening = true;
            Thread listener = new Thread(this::listenWhileWatched, "people-changes");
            listener.setDaemon(true);
            listener.start();
        }
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    /** Decides together with {@link #listen} whether somebody listens, so that no watcher comes just after the last look. */
    private synchronized boolean isWatched() {
        listening = !stopped && !watchers.isEmpty();
        return listening;
    }

    private void listenWhileWatched() {
        while (isWatched()) {
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("listen " + CHANNEL);
                try {
                    tellEverybody();
                    tellWhileWatched(connection.unwrap(PGConnection.class));
                } finally {
                    // If the connection is broken, the pool learns of it here, and not from whoever would have it next.
                    statement.execute("unlisten " + CHANNEL);
                }
            } catch (SQLException | RuntimeException e) {
                LOG.warnf("not told of changes among people for now: %s", e.getMessage());
                LockSupport.parkNanos(BEFORE_NEXT_ATTEMPT.toNanos());
            }
        }
    }

    private void tellWhileWatched(PGConnection connection) throws SQLException {
        while (!watchers.isEmpty() && !isStopped()) {
            PGNotification[] notifications = connection.getNotifications((int) TURN.toMillis());
            if (notifications != null) {
                for (PGNotification notification : notifications) {
                    tell(UUID.fromString(notification.getParameter()));
                }
            }
        }
    }

    private void tell(UUID courseId) {
        watchers.stream()
                .filter(watcher -> watcher.courseId.equals(courseId))
                .forEach(watcher -> watcher.onChange.run());
    }

    private void tellEverybody() {
        watchers.forEach(watcher -> watcher.onChange.run());
    }
}
