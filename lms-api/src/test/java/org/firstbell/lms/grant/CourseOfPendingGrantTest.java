package org.firstbell.lms.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.firstbell.lms.testing.Eventually.eventually;

import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.firstbell.lms.testing.Api;
import org.firstbell.lms.testing.Database;
import org.firstbell.lms.testing.LmsTest;
import org.firstbell.lms.testing.Someone;
import org.firstbell.lms.testing.TestRealm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/** What waits names a course that is there, as a foreign key would have it. */
@LmsTest
class CourseOfPendingGrantTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final String GIVE = """
            insert into pending_grant (id, email, course_id, kind, payload, granted_by, by_admin, granted_at, expires_at)
            values (gen_random_uuid(), gen_random_uuid() || '@school.example', ?, 'enrolment', '{}', gen_random_uuid(),
                    false, now(), now() + interval '1 day')
            """;
    private static final String DELETE = "delete from course where id = ?";

    TestRealm realm;

    @Inject
    Database database;

    @Inject
    DataSource source;

    private UUID course;

    @BeforeEach
    void createTheCourse() {
        course = Api.as(Someone.teacher(), realm).createCourse("Where something waits");
    }

    @Test
    void isThere() {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> database.change(GIVE, UUID.randomUUID()))
                .withMessageContaining("not there");
    }

    @Test
    void isNotDeleted() throws Exception {
        database.change(GIVE, course);

        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> database.change(DELETE, course))
                .withMessageContaining("something waits");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update pending_grant set course_id = gen_random_uuid() where course_id = ?",
                "update course set id = gen_random_uuid() where id = ?"
            })
    void staysWhatItIs(String attempt) throws Exception {
        database.change(GIVE, course);

        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> database.change(attempt, course))
                .withMessageContaining("keeps its id");
    }

    @Test
    void isNotDeletedBehindTheBackOfWhoeverGives() throws Exception {
        theSecondWaitsAndFails(GIVE, DELETE, "something waits");
    }

    @Test
    void isMissedByWhoeverGivesBehindTheBackOfItsDeletion() throws Exception {
        theSecondWaitsAndFails(DELETE, GIVE, "not there");
    }

    private void theSecondWaitsAndFails(String first, String second, String why) throws Exception {
        try (Connection one = source.getConnection();
                Connection other = source.getConnection()) {
            one.setAutoCommit(false);
            change(one, first);
            CompletableFuture<Void> attempt = CompletableFuture.runAsync(() -> change(other, second));
            int pid = other.unwrap(PGConnection.class).getBackendPID();
            eventually("the second waits for the first", () -> isWaiting(pid));
            one.commit();

            assertThat(attempt).failsWithin(LIMIT).withThrowableThat().withMessageContaining(why);
        }
    }

    private void change(Connection connection, String sql) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, course);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean isWaiting(int pid) {
        return database.number("select count(*) from pg_stat_activity where pid = ? and wait_event_type = 'Lock'", pid)
                == 1;
    }
}
