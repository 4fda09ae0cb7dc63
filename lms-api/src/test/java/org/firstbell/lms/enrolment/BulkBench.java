package org.firstbell.lms.enrolment;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.lms.testing.Eventually.eventually;

import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.firstbell.bench.Goal;
import org.firstbell.bench.Recording;
import org.firstbell.bench.Scale;
import org.firstbell.bench.Turns;
import org.firstbell.bench.Unit;
import org.firstbell.lms.testing.Api;
import org.firstbell.lms.testing.Api.Answer;
import org.firstbell.lms.testing.Database;
import org.firstbell.lms.testing.LmsTest;
import org.firstbell.lms.testing.Measured;
import org.firstbell.lms.testing.Someone;
import org.firstbell.lms.testing.TestRealm;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * How fast a list of new addresses is committed, through HTTP, beside copying the very rows that come of it into tables like
 * theirs, which is as fast as PostgreSQL takes them.
 */
@LmsTest
class BulkBench {

    private static final String COMMIT = "commit through HTTP";
    private static final String PLAN = "plan through HTTP";
    private static final String COPY = "COPY of the same rows";

    /** Goes on behind a commit, and would slow down the next. */
    private static final Duration PROVISIONING = Duration.ofSeconds(60);

    private static final List<String> WRITTEN = List.of("pending_grant", "grant_history");

    private final Scale scale = Scale.fromSystemProperties();

    TestRealm realm;

    @Inject
    Database database;

    @Inject
    DataSource source;

    private Api teacher;
    private UUID course;
    private String plan;

    @Test
    void bulk() throws Exception {
        teacher = Api.as(Someone.teacher(), realm);
        for (String table : WRITTEN) {
            database.change("create table copy_of_" + table + " (like " + table + " including all)");
        }
        Recording recording =
                Measured.on(database, new Recording("bulk", "Commit a list of addresses", Unit.SECONDS, "lines"));
        int most = scale.of(10_000, 1_000);
        for (int lines : List.of(most / 100, most / 10, most)) {
            recording.add(new Turns()
                    .of(PLAN, lines, () -> plan(lines))
                    .of(COMMIT, lines, () -> commit(lines))
                    .of(COPY, lines, () -> copy(lines))
                    .take(scale.of(4, 1), scale.of(9, 2)));
        }
        recording
                .goal(Goal.ratioAtLeast(
                        0.2,
                        "lines/s of the commit / of COPY",
                        recording.median(COPY, most) / recording.median(COMMIT, most)))
                .goal(Goal.atLeast(
                        15_000,
                        Unit.PER_SECOND,
                        "lines of the commit",
                        Unit.SECONDS.rate(most, recording.median(COMMIT, most))))
                .end();
    }

    private double plan(int lines) throws Exception {
        course = teacher.createCourse("Everybody");
        String list = IntStream.range(0, lines)
                .mapToObj(line -> "\"pupil" + line + "-" + course + "@school.example\"")
                .collect(joining(",", "{\"people\":[", "]}"));
        return Unit.SECONDS.time(() -> {
            plan = teacher.post("/api/courses/" + course + "/enrolments/plan", list)
                    .json()
                    .required("plan")
                    .textValue();
            return plan;
        });
    }

    private double commit(int lines) throws Exception {
        double seconds = Unit.SECONDS.time(() -> {
            Answer commit = teacher.post(
                    "/api/courses/" + course + "/enrolments", "{\"plan\":\"" + plan + "\",\"mode\":\"all\"}");
            assertThat(commit.json().at("/counts/pending").intValue()).isEqualTo(lines);
            return commit;
        });
        eventually("everybody is provisioned", PROVISIONING, () -> database.number("""
                                select count(*) from pending_grant left join provisioning_request using (email)
                                where course_id = ? and state is distinct from 'done'
                                """, course) == 0);
        return seconds;
    }

    /** Copies what the commit has written; returns the seconds that took. */
    private double copy(int lines) throws SQLException, IOException {
        double seconds = 0;
        try (Connection connection = source.getConnection()) {
            CopyManager copying = connection.unwrap(PGConnection.class).getCopyAPI();
            for (String table : WRITTEN) {
                ByteArrayOutputStream rows = new ByteArrayOutputStream();
                long count = copying.copyOut(
                        "copy (select * from " + table + " where course_id = '" + course + "') to stdout", rows);
                assertThat(count).isEqualTo(lines);
                long from = System.nanoTime();
                copying.copyIn("copy copy_of_" + table + " from stdin", new ByteArrayInputStream(rows.toByteArray()));
                seconds += (System.nanoTime() - from) / 1e9;
            }
        }
        return seconds;
    }
}
