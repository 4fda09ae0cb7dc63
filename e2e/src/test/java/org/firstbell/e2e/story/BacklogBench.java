package org.firstbell.e2e.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.firstbell.bench.Recording;
import org.firstbell.bench.Scale;
import org.firstbell.bench.Series;
import org.firstbell.bench.Unit;
import org.firstbell.e2e.client.LmsClient;
import org.firstbell.e2e.client.Patience;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** How fast the LMS attaches what has waited while it was down: as many newcomers as a school has on its first day. */
@EndToEnd
@Isolated
final class BacklogBench {

    private static final int NEWCOMERS = Scale.fromSystemProperties().of(5_000, 200);
    private static final Patience PATIENCE = new Patience(Duration.ofMinutes(10), Duration.ofMillis(200));

    private final School school;

    BacklogBench(School school) {
        this.school = school;
    }

    @Test
    void backlog() throws SQLException {
        LmsClient teacher = school.aTeacher();
        String course = teacher.createCourse("First day");
        enrol(teacher, course);
        school.system().lms().stop();
        try {
            firstLogins();
        } finally {
            school.system().lms().start();
        }

        long from = System.nanoTime();
        PATIENCE.await(
                "everybody's events to be delivered",
                () -> Optional.of(delivered()).filter(count -> count == NEWCOMERS));
        double took = Unit.SECONDS.of(System.nanoTime() - from);

        assertThat(school.people(teacher, course, "active")).isEqualTo(NEWCOMERS);
        assertThat(school.people(teacher, course, "pending")).isZero();
        Measured.on(
                        school.system(),
                        new Recording("backlog", "The first day, after the LMS was down", Unit.SECONDS, "newcomers"))
                .add(new Series("Firstbell", NEWCOMERS, List.of(took)))
                .note(
                        "From the LMS's being up again until every event was taken; each newcomer had one enrolment waiting.")
                .end();
    }

    private static String address(int newcomer) {
        return "firstday" + newcomer + "@school.example";
    }

    private static void enrol(LmsClient teacher, String course) {
        List<String> addresses = IntStream.rangeClosed(1, NEWCOMERS)
                .mapToObj(BacklogBench::address)
                .toList();
        String plan = teacher.post("/api/courses/" + course + "/enrolments/plan", Map.of("people", addresses))
                .expect(200)
                .body()
                .required("plan")
                .textValue();
        teacher.post("/api/courses/" + course + "/enrolments", Map.of("plan", plan, "mode", "all"))
                .expect(200);
    }

    /** Puts into Keycloak's outbox what so many first logins would have put there. */
    private void firstLogins() throws SQLException {
        String realm =
                school.admin().get("school").expect(200).body().required("id").textValue();
        String receiver = school.lmsApiClient().required("id").textValue();
        try (Connection connection = school.system().keycloak().connectToDatabase();
                PreparedStatement insert = connection.prepareStatement("""
                        insert into firstbell_delivery
                            (id, realm_id, receiver_id, user_id, event_type, claims, status, attempts, created_at,
                             next_attempt_at)
                        select gen_random_uuid(), ?, ?, id, ?,
                            json_build_object(
                                'iss', iss,
                                'sub_id', json_build_object('format', 'iss_sub', 'iss', iss, 'sub', id),
                                'txn', id,
                                'toe', extract(epoch from now())::bigint,
                                'events', json_build_object(type, json_build_object(
                                    'outcome', 'claimed', 'identity_provider', 'google',
                                    'email', 'firstday' || i || '@school.example', 'email_verified', true))),
                            'DUE', 0, extract(epoch from now())::bigint * 1000, 0
                        from (select i, gen_random_uuid()::text as id, ?::text as iss, ?::text as type
                              from generate_series(1, ?) i) newcomer
                        """)) {
            String type = "https://firstbell.org/events/first-broker-login";
            insert.setString(1, realm);
            insert.setString(2, receiver);
            insert.setString(3, type);
            insert.setString(4, school.realm().toString());
            insert.setString(5, type);
            insert.setInt(6, NEWCOMERS);
            insert.executeUpdate();
        }
    }

    private int delivered() {
        JsonNode waiting = school.admin()
                .get("school/firstbell/deliveries/count")
                .expect(200)
                .body();
        return NEWCOMERS
                - waiting.required("due").intValue()
                - waiting.required("leased").intValue()
                - waiting.required("dead").intValue();
    }
}
