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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.firstbell.lms.testing.Api;
import org.firstbell.lms.testing.Api.Answer;
import org.firstbell.lms.testing.Database;
import org.firstbell.lms.testing.LmsTest;
import org.firstbell.lms.testing.Someone;
import org.firstbell.lms.testing.TestRealm;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * How many lines a second a list of 10,000 new addresses is committed with, through HTTP, beside copying the very rows that
 * come of it into tables like theirs, which is as fast as PostgreSQL takes them.
 *
 * <p>No part of {@code verify}: run with {@code ./mvnw -Plms-time}.
 */
@LmsTest
class BulkTime {

    private static final int LINES = 10_000;
    private static final int ROUNDS = 9;
    private static final int WARM_UP = 4;

    /** Goes on behind a commit, and would slow down the next. */
    private static final Duration PROVISIONING = Duration.ofSeconds(60);

    private static final Map<String, String> WRITTEN = Map.of(
            "pending_grant", "course_id = '%s'",
            "grant_history", "course_id = '%s'",
            "provisioning_request", "email in (select email from pending_grant where course_id = '%s')");

    TestRealm realm;

    @Inject
    Database database;

    @Inject
    DataSource source;

    @Test
    void isWithinReachOfTheLimit() throws SQLException, IOException {
        Api teacher = Api.as(Someone.teacher(), realm);
        for (String table : WRITTEN.keySet()) {
            database.change("create table copy_of_" + table + " (like " + table + " including all)");
        }
        List<Double> plans = new ArrayList<>();
        List<Double> commits = new ArrayList<>();
        List<Double> copies = new ArrayList<>();
        for (int round = 0; round < WARM_UP + ROUNDS; round++) {
            UUID course = teacher.createCourse("Everybody");
            String list = IntStream.range(0, LINES)
                    .mapToObj(line -> "\"pupil" + line + "-" + course + "@school.example\"")
                    .collect(joining(",", "{\"people\":[", "]}"));
            long beginning = System.nanoTime();
            Answer plan = teacher.post("/api/courses/" + course + "/enrolments/plan", list);
            long planned = System.nanoTime();
            Answer commit = teacher.post(
                    "/api/courses/" + course + "/enrolments",
                    "{\"plan\":\"" + plan.json().required("plan").textValue() + "\",\"mode\":\"all\"}");
            long committed = System.nanoTime();
            assertThat(commit.json().at("/counts/pending").intValue()).isEqualTo(LINES);
            eventually(
                    "everybody is provisioned",
                    PROVISIONING,
                    () -> database.number("select count(*) from provisioning_request where state = 'due'") == 0);
            double copying = copy(course);
            if (round >= WARM_UP) {
                plans.add((planned - beginning) / 1e9);
                commits.add((committed - planned) / 1e9);
                copies.add(copying);
            }
        }
        double rate = LINES / median(commits);
        System.out.printf(
                "10,000 lines: plan %.0f lines/s, commit %.0f lines/s; COPY of the same rows %.0f lines/s (commit is 1/%.1f of it)%n",
                LINES / median(plans), rate, LINES / median(copies), median(commits) / median(copies));
        assertThat(rate).isGreaterThanOrEqualTo(15_000);
        assertThat(median(commits) / median(copies)).isLessThanOrEqualTo(5);
    }

    /** Copies what the commit has written; returns the seconds that took. */
    private double copy(UUID course) throws SQLException, IOException {
        double seconds = 0;
        try (Connection connection = source.getConnection()) {
            CopyManager copying = connection.unwrap(PGConnection.class).getCopyAPI();
            for (Map.Entry<String, String> table : WRITTEN.entrySet()) {
                ByteArrayOutputStream rows = new ByteArrayOutputStream();
                long count = copying.copyOut(
                        "copy (select * from " + table.getKey() + " where "
                                + table.getValue().formatted(course) + ") to stdout",
                        rows);
                assertThat(count).isEqualTo(LINES);
                long from = System.nanoTime();
                copying.copyIn(
                        "copy copy_of_" + table.getKey() + " from stdin", new ByteArrayInputStream(rows.toByteArray()));
                seconds += (System.nanoTime() - from) / 1e9;
            }
        }
        return seconds;
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
