package org.firstbell.lms.course;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.firstbell.lms.testing.Api;
import org.firstbell.lms.testing.Api.Answer;
import org.firstbell.lms.testing.Database;
import org.firstbell.lms.testing.LmsTest;
import org.firstbell.lms.testing.Someone;
import org.firstbell.lms.testing.TestEvent;
import org.firstbell.lms.testing.TestRealm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@LmsTest
class CourseDeletionTest {

    private static final int ROUNDS = Integer.getInteger("deletion.rounds", 40);

    TestRealm realm;

    @Inject
    Database database;

    private final Someone owner = Someone.teacher();
    private final Someone member = Someone.anybody();
    private final Someone newcomer = Someone.anybody();
    private Api teacher;
    private Api admin;
    private UUID course;

    @BeforeEach
    void aCourse() {
        teacher = Api.as(owner, realm);
        admin = Api.as(Someone.admin(), realm);
        Api.as(member, realm).get("/api/me");
        course = teacher.createCourse("Algebra 1");
        teacher.allow(course, member.email(), "manage_privileges", "manage_enrolments");
        teacher.allow(course, newcomer.email(), "manage_events");
        enrol(course, member.email());
        enrol(course, newcomer.email());
    }

    @Test
    void endsEverythingThatWasGivenInIt() {
        assertThat(delete().status()).isEqualTo(204);

        assertThat(leftIn(course)).isZero();
        assertThat(teacher.get("/api/courses").json().path("courses")).isEmpty();
        assertThat(Api.as(member, realm).get("/api/me").json().path("courses")).isEmpty();
        assertThat(Api.as(newcomer, realm).get("/api/me").json().path("courses"))
                .isEmpty();
        assertThat(database.number(
                        "select count(*) from grant_history where course_id = ? and what = 'attached'", course))
                .isZero();
    }

    @Test
    void leavesOtherCoursesAlone() {
        UUID other = teacher.createCourse("Algebra 2");
        teacher.allow(other, newcomer.email(), "manage_events");
        teacher.allow(other, member.email(), "manage_events");

        delete();

        assertThat(Api.as(newcomer, realm).get("/api/me").json().path("courses"))
                .hasSize(1);
        assertThat(Api.as(member, realm).get("/api/me").json().path("courses")).hasSize(1);
    }

    @Test
    void keepsTheHistoryForAdministrators() {
        delete();

        JsonNode history =
                admin.get("/api/courses/" + course + "/history").json().path("history");
        assertThat(history.findValuesAsText("what"))
                .containsExactly("ended", "ended", "ended", "ended", "granted", "granted", "granted", "granted");
        assertThat(history.findValuesAsText("why").subList(0, 4)).containsOnly("course-deleted");
        assertThat(history.get(0).at("/actor/userId").asText())
                .isEqualTo(owner.id().toString());
        assertThat(history.findValuesAsText("grant").subList(0, 4))
                .containsExactlyInAnyOrderElementsOf(
                        history.findValuesAsText("grant").subList(4, 8));
        assertThat(admin.get("/api/courses/" + course + "/history?userId=" + member.id())
                        .json()
                        .path("history"))
                .hasSize(4);
        for (Someone someone : List.of(owner, member)) {
            assertThat(Api.as(someone, realm)
                            .get("/api/courses/" + course + "/history")
                            .problem())
                    .isEqualTo("course-not-found");
        }
    }

    @Test
    void tellsAdministratorsWhichCoursesWereDeletedByWhom() {
        admin.delete("/api/courses/" + course);

        JsonNode deleted = deletedCourse();
        assertThat(deleted.path("title").asText()).isEqualTo("Algebra 1");
        assertThat(deleted.at("/owner/userId").asText()).isEqualTo(owner.id().toString());
        assertThat(deleted.at("/owner/email").asText()).isEqualTo(owner.email());
        assertThat(deleted.at("/deletedBy/userId").asText())
                .isNotEmpty()
                .isNotEqualTo(owner.id().toString());
        assertThat(deleted.path("deletedAt").asText()).isNotEmpty();
        assertThat(teacher.get("/api/deleted-courses").status()).isEqualTo(403);
    }

    @Test
    void isForTheOwnerAndAdministratorsOnly() {
        Answer asMember = Api.as(member, realm).delete("/api/courses/" + course);
        assertThat(asMember.status()).isEqualTo(403);
        assertThat(asMember.problem()).isEqualTo("not-allowed");
        assertThat(Api.as(Someone.teacher(), realm)
                        .delete("/api/courses/" + course)
                        .problem())
                .isEqualTo("course-not-found");
        assertThat(Api.anonymously(realm).delete("/api/courses/" + course).status())
                .isEqualTo(401);

        assertThat(teacher.get("/api/courses/" + course).status()).isEqualTo(200);
        assertThat(admin.delete("/api/courses/" + course).status()).isEqualTo(204);
    }

    @Test
    void isForGood() {
        delete();

        assertThat(delete().problem()).isEqualTo("course-not-found");
        assertThat(admin.delete("/api/courses/" + course).problem()).isEqualTo("course-not-found");
        assertThat(teacher.get("/api/courses/" + course).problem()).isEqualTo("course-not-found");
        assertThat(teacher.allow(course, newcomer.email(), "manage_events").problem())
                .isEqualTo("course-not-found");
    }

    /** The database takes its own order every time: a grant, a list, a first login, an account that goes, and the end. */
    @Test
    void endsCleanlyWhateverHappensInTheCourseMeanwhile() throws Exception {
        long seed = Long.getLong("deletion.seed", System.nanoTime());
        ExecutorService racers = Executors.newCachedThreadPool();
        try {
            for (int i = 0; i < ROUNDS; i++) {
                round(new Random(seed + i), racers);
            }
        } catch (Throwable e) {
            throw new AssertionError("seed " + seed, e);
        } finally {
            racers.shutdownNow();
        }
    }

    private void round(Random random, ExecutorService racers) throws Exception {
        UUID raced = teacher.createCourse("Algebra 3");
        Someone nameless = Someone.anybody().unverified();
        Someone awaited = Someone.anybody();
        Someone leaving = Someone.anybody();
        Api.as(nameless, realm).get("/api/me");
        Api.as(leaving, realm).get("/api/me");
        teacher.allow(raced, awaited.email(), "manage_events");
        teacher.allow(raced, leaving.email(), "manage_events");
        enrol(raced, leaving.email());
        enrol(raced, awaited.email());
        String planned = plan(raced, Someone.anybody().email());
        String byId = "{\"userId\":\"" + nameless.id() + "\",\"allow\":[\"manage_events\"]}";
        List<Callable<Answer>> calls = new ArrayList<>(List.of(
                () -> teacher.allow(raced, Someone.anybody().email(), "manage_events"),
                () -> teacher.put("/api/courses/" + raced + "/privileges", byId),
                () -> teacher.delete("/api/courses/" + raced + "/privileges?email=" + awaited.email()),
                () -> teacher.post("/api/courses/" + raced + "/enrolments", planned),
                () -> teacher.post(
                        "/api/courses/" + raced + "/enrolments/plan",
                        "{\"people\":[\"" + Someone.anybody().email() + "\"]}"),
                () -> Api.anonymously(realm).push(TestEvent.firstBrokerLogin(awaited)),
                () -> Api.anonymously(realm).push(TestEvent.accountPurged(leaving)),
                () -> Api.as(awaited, realm).get("/api/me")));
        Collections.shuffle(calls, random);
        calls = new ArrayList<>(calls.subList(0, 1 + random.nextInt(calls.size())));
        calls.add(() -> teacher.delete("/api/courses/" + raced));
        calls.add(() -> admin.delete("/api/courses/" + raced));
        CyclicBarrier start = new CyclicBarrier(calls.size());
        List<Future<Answer>> answers = new ArrayList<>();
        for (Callable<Answer> call : calls) {
            answers.add(racers.submit(() -> {
                start.await();
                return call.call();
            }));
        }
        for (Future<Answer> answer : answers) {
            assertThat(answer.get().status()).isLessThan(500);
        }

        assertThat(leftIn(raced)).isZero();
        assertThat(database.number("select count(*) from deleted_course where id = ?", raced))
                .isOne();
        assertThat(database.texts("""
                        select grant_id from grant_history where course_id = ? group by grant_id
                        having count(*) filter (where what = 'granted') <> 1
                            or count(*) filter (where what in ('ended', 'revoked')) <> 1
                        """, raced))
                .as("grants that did not begin and end once")
                .isEmpty();
    }

    private Answer delete() {
        return teacher.delete("/api/courses/" + course);
    }

    private void enrol(UUID where, String email) {
        assertThat(teacher.post("/api/courses/" + where + "/enrolments", plan(where, email))
                        .status())
                .isEqualTo(200);
    }

    private String plan(UUID where, String email) {
        return "{\"plan\":\""
                + teacher.post("/api/courses/" + where + "/enrolments/plan", "{\"people\":[\"" + email + "\"]}")
                        .json()
                        .required("plan")
                        .asText()
                + "\"}";
    }

    private long leftIn(UUID where) {
        return database.number("""
                select (select count(*) from course where id = ?) + (select count(*) from pending_grant where course_id = ?)
                    + (select count(*) from course_privileges where course_id = ?)
                    + (select count(*) from enrolment where course_id = ?)
                    + (select count(*) from enrolment_plan where course_id = ?)
                """, where, where, where, where, where);
    }

    private JsonNode deletedCourse() {
        String query = "?limit=200";
        while (true) {
            JsonNode page = admin.get("/api/deleted-courses" + query).json();
            for (JsonNode one : page.required("courses")) {
                if (one.path("id").asText().equals(course.toString())) {
                    return one;
                }
            }
            assertThat(page.has("next")).as("the course among the deleted ones").isTrue();
            query = "?limit=200&cursor=" + page.path("next").asText();
        }
    }
}
