package org.firstbell.lms.arrival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.lms.testing.Eventually.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.firstbell.lms.testing.Api;
import org.firstbell.lms.testing.Api.Answer;
import org.firstbell.lms.testing.Database;
import org.firstbell.lms.testing.LmsTest;
import org.firstbell.lms.testing.Someone;
import org.firstbell.lms.testing.StatementCounter;
import org.firstbell.lms.testing.TestClock;
import org.firstbell.lms.testing.TestEvent;
import org.firstbell.lms.testing.TestRealm;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@LmsTest
class FirstLoginTest {

    TestRealm realm;

    @Inject
    Database database;

    @Inject
    StatementCounter statements;

    @Inject
    SessionFactory hibernate;

    @Inject
    TestClock clock;

    private Api teacher;
    private Api keycloak;
    private UUID course;
    private final Someone newcomer = Someone.anybody();

    @BeforeEach
    void somethingWaits() {
        teacher = Api.as(Someone.teacher(), realm);
        keycloak = Api.anonymously(realm);
        course = teacher.createCourse("Algebra 1");
        teacher.allow(course, newcomer.email(), "manage_events");
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void attachesWhatWaitedOnTheEvent() {
        assertThat(keycloak.push(TestEvent.firstBrokerLogin(newcomer)).status()).isEqualTo(202);

        JsonNode person =
                teacher.get("/api/courses/" + course + "/people").json().at("/people/0");
        assertThat(person.path("status").asText()).isEqualTo("active");
        assertThat(person.at("/person/userId").asText()).isEqualTo(newcomer.id().toString());
        assertThat(person.at("/person/name").asText()).isEqualTo("New Comer");
        assertThat(person.path("effective")).hasToString("[\"manage_events\"]");
        assertThat(historyOf(newcomer)).containsExactly("granted", "attached");
    }

    @Test
    void attachesWhatWaitedOnTheFirstRequestIfThatIsFaster() {
        JsonNode me = Api.as(newcomer, realm).get("/api/me").json();

        assertThat(me.path("id").asText()).isEqualTo(newcomer.id().toString());
        assertThat(me.path("email").asText()).isEqualTo(newcomer.email());
        assertThat(me.path("name").asText()).isEqualTo(newcomer.name());
        assertThat(me.path("courses")).hasSize(1);
        assertThat(me.at("/courses/0/id").asText()).isEqualTo(course.toString());
        assertThat(me.at("/courses/0/title").asText()).isEqualTo("Algebra 1");
        assertThat(me.at("/courses/0/role").asText()).isEqualTo("member");
        assertThat(me.at("/courses/0/privileges")).hasToString("[\"manage_events\"]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/courses/%s", "/api/courses/%s/privileges/me"})
    void attachesWhatWaitedOnAnyFirstRequest(String path) {
        assertThat(Api.as(newcomer, realm).get(path.formatted(course)).json().path("privileges"))
                .hasToString("[\"manage_events\"]");
    }

    @Test
    void changesNothingTheSecondTime() {
        TestEvent event = TestEvent.firstBrokerLogin(newcomer);
        keycloak.push(event);
        JsonNode before = Api.as(newcomer, realm).get("/api/me").json();

        assertThat(keycloak.push(event).status()).isEqualTo(202);
        assertThat(keycloak.push(TestEvent.firstBrokerLogin(newcomer)).status()).isEqualTo(202);

        assertThat(Api.as(newcomer, realm).get("/api/me").json()).isEqualTo(before);
        assertThat(historyOf(newcomer)).containsExactly("granted", "attached");
    }

    @Test
    void letsSomebodyTeachWhoHasNeverBeenHere() {
        Someone stranger = Someone.teacher();

        assertThat(Api.as(stranger, realm)
                        .post("/api/courses", "{\"title\":\"Physics\"}")
                        .status())
                .isEqualTo(201);
    }

    @RepeatedTest(20)
    void endsTheSameHoweverManyInstancesHearOfItAtOnce() throws Exception {
        teacher.allow(teacher.createCourse("Algebra 2"), newcomer.email(), "update_course");
        TestEvent event = TestEvent.firstBrokerLogin(newcomer);

        atOnce(
                () -> keycloak.push(event).status(),
                () -> keycloak.push(event).status(),
                () -> keycloak.push(TestEvent.firstBrokerLogin(newcomer)).status(),
                () -> Api.as(newcomer, realm).get("/api/me").status(),
                () -> Api.as(newcomer, realm).get("/api/courses").status(),
                () -> teacher.allow(course, newcomer.email(), "manage_events", "update_course")
                        .status());

        assertThat(database.number("select count(*) from person where email = ?", newcomer.email()))
                .isOne();
        assertThat(database.number("select count(*) from pending_grant where email = ?", newcomer.email()))
                .isZero();
        assertThat(database.number("select count(*) from course_privileges where person_id = ?", newcomer.id()))
                .isEqualTo(2);
        assertThat(historyOf(newcomer)).filteredOn("attached"::equals).hasSize(2);
        assertThat(teacher.get("/api/courses/" + course + "/people").json().at("/people/0/allow"))
                .hasToString("[\"update_course\",\"manage_events\"]");
    }

    @Test
    void leavesNothingHalfDoneWhereTheDatabaseGoesAwayAmidIt() {
        TestEvent event = TestEvent.firstBrokerLogin(newcomer);

        Answer meanwhile = QuarkusTransaction.requiringNew().call(() -> {
            database.texts("select id from pending_grant where email = ? for update", newcomer.email());
            CompletableFuture<Answer> attaching = CompletableFuture.supplyAsync(() -> keycloak.push(event));
            eventually("it waits for us", database::isWaitingForUs);
            database.waitingForUs()
                    .forEach(process -> database.text("select pg_terminate_backend(cast(? as int))", process));
            return attaching.join();
        });

        assertThat(meanwhile.status()).isEqualTo(503);
        assertThat(meanwhile.problem()).isEqualTo("database-unavailable");
        assertThat(database.number("select count(*) from person where id = ?", newcomer.id()))
                .isZero();
        assertThat(keycloak.push(event).status()).isEqualTo(202);
        assertThat(historyOf(newcomer)).containsExactly("granted", "attached");
    }

    @Test
    void attachesNothingRatherThanSomethingElseThanItHasLookedAt() throws Exception {
        teacher.allow(teacher.createCourse("Algebra 2"), newcomer.email(), "manage_events");
        database.change("create function stays() returns trigger language plpgsql as 'begin return null; end'");
        database.change("create trigger one_stays before delete on pending_grant for each row when (old.course_id = '"
                + course + "') execute function stays()");
        try {
            assertThat(keycloak.push(TestEvent.firstBrokerLogin(newcomer)).status())
                    .isEqualTo(500);
        } finally {
            database.change("drop function stays cascade");
        }

        assertThat(database.number("select count(*) from course_privileges where person_id = ?", newcomer.id()))
                .isZero();
        assertThat(Api.as(newcomer, realm).get("/api/me").json().path("courses"))
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 100})
    void takesNoMoreStatementsForMoreGrants(int grants) throws Exception {
        Someone other = Someone.anybody();
        grantInCourses(other, grants);

        List<String> forOne = statements.during(() -> keycloak.push(TestEvent.firstBrokerLogin(newcomer)));
        List<String> forMany = statements.during(() -> keycloak.push(TestEvent.firstBrokerLogin(other)));

        assertThat(database.number("select count(*) from course_privileges where person_id = ?", other.id()))
                .isEqualTo(grants);
        assertThat(forMany).hasSameSizeAs(forOne);
        assertThat(forOne).hasSize(4);
    }

    /** Of those that Hibernate makes, which are in the newcomer's own first request and not in the event. */
    @Test
    void findsThePlanOfEachOfItsStatementsAgain() {
        assertThat(Api.as(newcomer, realm).get("/api/me").status()).isEqualTo(200);
        Someone next = Someone.anybody();
        teacher.allow(course, next.email(), "manage_events");

        Statistics statistics = hibernate.getStatistics();
        statistics.setStatisticsEnabled(true);
        try {
            assertThat(Api.as(next, realm).get("/api/me").status()).isEqualTo(200);

            assertThat(statistics.getQueryPlanCacheHitCount()).isPositive();
            assertThat(statistics.getQueryPlanCacheMissCount()).isZero();
        } finally {
            statistics.setStatisticsEnabled(false);
        }
    }

    @Nested
    class WhenTheAddressIsNotProven {

        @Test
        void attachesNothingOnTheEvent() {
            assertThat(keycloak.push(TestEvent.firstBrokerLogin(newcomer.unverified()))
                            .status())
                    .isEqualTo(202);

            assertThatNothingIsAttached();
        }

        @Test
        void takesOnlyTheJsonValueTrueForProof() {
            for (Object claim : new Object[] {"true", 1, Map.of(), List.of(true)}) {
                TestEvent event = TestEvent.firstBrokerLogin(newcomer).with("email_verified", claim);
                assertThat(keycloak.push(event).status()).isEqualTo(202);
                String token =
                        newcomer.token(realm, realm.activeKey(), claims -> claims.claim("email_verified", claim));
                assertThat(Api.withToken(token, realm).get("/api/me").status()).isEqualTo(200);
            }

            assertThatNothingIsAttached();
        }

        @Test
        void showsNoAddressAndNoCourse() {
            JsonNode me = Api.as(newcomer.unverified(), realm).get("/api/me").json();

            assertThat(me.has("email")).isFalse();
            assertThat(me.path("courses")).isEmpty();
            assertThatNothingIsAttached();
        }

        @Test
        void attachesOnceItIs() {
            Api.as(newcomer.unverified(), realm).get("/api/me");

            assertThat(Api.as(newcomer, realm).get("/api/me").json().path("courses"))
                    .hasSize(1);
        }

        private void assertThatNothingIsAttached() {
            assertThat(database.number("select count(*) from course_privileges where person_id = ?", newcomer.id()))
                    .isZero();
            assertThat(database.number("select count(*) from pending_grant where email = ?", newcomer.email()))
                    .isOne();
        }
    }

    @Nested
    class WhenTheAddressMoves {

        private final Someone successor = Someone.anybody().withEmail(newcomer.email());

        @Test
        void leavesTheOldPersonTheirGrantsAndGivesTheNewOneWhatIsPending() {
            keycloak.push(TestEvent.firstBrokerLogin(newcomer).occurredAt(minutesAgo(2)));
            keycloak.push(TestEvent.firstBrokerLogin(successor).occurredAt(minutesAgo(1)));

            assertThat(Api.as(successor, realm).get("/api/me").json().path("courses"))
                    .isEmpty();
            JsonNode old =
                    teacher.get("/api/courses/" + course + "/people").json().at("/people/0");
            assertThat(old.at("/person/userId").asText())
                    .isEqualTo(newcomer.id().toString());
            assertThat(old.at("/person").has("email")).isFalse();
            assertThat(old.path("effective")).hasToString("[\"manage_events\"]");

            teacher.allow(course, newcomer.email(), "update_course");
            assertThat(Api.as(successor, realm).get("/api/me").json().at("/courses/0/privileges"))
                    .hasToString("[\"update_course\"]");
        }

        @Test
        void doesNotMoveBackOnOldNews() {
            keycloak.push(TestEvent.firstBrokerLogin(successor).occurredAt(minutesAgo(1)));

            keycloak.push(TestEvent.firstBrokerLogin(newcomer).occurredAt(minutesAgo(2)));
            Api.withToken(newcomer.tokenIssuedAt(realm, minutesAgo(3)), realm).get("/api/me");

            assertThat(database.text("select id from person where email = ?", newcomer.email()))
                    .isEqualTo(successor.id().toString());
        }

        @Test
        void attachesWhatWaitsForTheNewAddressOfSomebodyKnown() {
            Someone known = Someone.anybody();
            Api.withToken(known.tokenIssuedAt(realm, minutesAgo(1)), realm).get("/api/me");

            keycloak.push(TestEvent.identifierChanged(known, newcomer.email()));

            assertThat(database.text("select email from person where id = ?", known.id()))
                    .isEqualTo(newcomer.email());
            assertThat(Api.as(known.withEmail(newcomer.email()), realm)
                            .get("/api/me")
                            .json()
                            .path("courses"))
                    .hasSize(1);
        }

        @RepeatedTest(10)
        void letsTwoPeopleSwapAddressesAtOnce() throws Exception {
            Someone other = Someone.anybody();
            keycloak.push(TestEvent.firstBrokerLogin(newcomer).occurredAt(minutesAgo(2)));
            keycloak.push(TestEvent.firstBrokerLogin(other).occurredAt(minutesAgo(2)));

            atOnce(
                    () -> keycloak.push(TestEvent.identifierChanged(newcomer, other.email()))
                            .status(),
                    () -> keycloak.push(TestEvent.identifierChanged(other, newcomer.email()))
                            .status());

            assertThat(database.texts(
                            "select email from person where id in (?, ?) and email is not null",
                            newcomer.id(),
                            other.id()))
                    .contains(other.email())
                    .doesNotHaveDuplicates();
        }

        private static Instant minutesAgo(int minutes) {
            return Instant.now().minus(Duration.ofMinutes(minutes));
        }
    }

    @Nested
    class WhenAGrantIsNotGoodAnyMore {

        @Test
        void doesNotAttachWhatHasExpired() {
            clock.putForward(Duration.ofDays(181));

            Api.as(newcomer, realm).get("/api/me");

            assertThat(historyOf(newcomer)).containsExactly("granted", "expired");
        }

        @Test
        void holdsWhatIsNotValidAnyMoreWithItsReason() throws Exception {
            database.change(
                    "update pending_grant set payload = jsonb_set(payload, '{allow,0}', '\"fly\"') where email = ?",
                    newcomer.email());

            Api.as(newcomer, realm).get("/api/me");
            Api.as(newcomer, realm).get("/api/me");

            assertThat(database.text("select held_reason from pending_grant where email = ?", newcomer.email()))
                    .contains("allow");
            assertThat(database.texts("""
                            select what from grant_history h join pending_grant g on g.id = h.grant_id
                            where g.email = ? order by h.id
                            """, newcomer.email())).containsExactly("granted", "held");
        }

        @Test
        void holdsAKindThatIsNotKnownAnyMoreAndAttachesTheRest() throws Exception {
            UUID other = teacher.createCourse("Algebra 2");
            teacher.allow(other, newcomer.email(), "update_course");
            database.change("update pending_grant set kind = 'badge' where course_id = ?", course);

            JsonNode me = Api.as(newcomer, realm).get("/api/me").json();

            assertThat(me.path("courses")).hasSize(1);
            assertThat(me.at("/courses/0/id").asText()).isEqualTo(other.toString());
            assertThat(database.text("select held_reason from pending_grant where course_id = ?", course))
                    .contains("badge");
        }
    }

    private void grantInCourses(Someone someone, int courses) {
        for (int i = 0; i < courses; i++) {
            teacher.allow(teacher.createCourse("Course " + i), someone.email(), "manage_events");
        }
    }

    private List<String> historyOf(Someone someone) {
        return database.texts(
                "select what from grant_history h join grant_holder using (grant_id) where person_id = ? order by h.id",
                someone.id());
    }

    @SafeVarargs
    private static void atOnce(Callable<Integer>... calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(calls.length);
        try {
            CyclicBarrier start = new CyclicBarrier(calls.length);
            List<Future<Integer>> answers = new ArrayList<>();
            for (Callable<Integer> call : calls) {
                answers.add(threads.submit(() -> {
                    start.await();
                    return call.call();
                }));
            }
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isBetween(200, 299);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
