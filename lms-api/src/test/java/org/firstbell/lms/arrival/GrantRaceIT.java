package org.firstbell.lms.arrival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.lms.testing.Eventually.eventually;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.firstbell.lms.testing.Api;
import org.firstbell.lms.testing.Database;
import org.firstbell.lms.testing.LmsProcess;
import org.firstbell.lms.testing.Someone;
import org.firstbell.lms.testing.TestEvent;
import org.firstbell.lms.testing.TestRealm;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Something is given, taken back or expires at the very moment of the first login, on two instances of the packaged API;
 * {@code -Dgrant.rounds=10000} for more rounds, {@code -Dgrant.seed=} for those of an earlier run.
 */
class GrantRaceIT {

    private static final int ROUNDS = Integer.getInteger("grant.rounds", 100);
    private static final long SEED = Long.getLong("grant.seed", System.nanoTime());
    private static final int AT_ONCE = 4;
    private static final List<Change> CHANGES = List.of(Change.values());

    private static EmbeddedPostgres postgres;
    private static Database database;
    private static TestRealm realm;
    private static List<LmsProcess> instances;

    /** What happens in a round besides the login. */
    private enum Change {
        GIVE,
        GIVE_AGAIN,
        TAKE_BACK,
        ENROL,
        UNDO,
        EXPIRE
    }

    @BeforeAll
    static void startTwoInstances() throws IOException {
        postgres = EmbeddedPostgres.start();
        database = new Database(postgres.getPostgresDatabase());
        realm = new TestRealm();
        Map<String, String> settings = Map.of(
                "quarkus.datasource.jdbc.url", postgres.getJdbcUrl("postgres", "postgres"),
                "quarkus.datasource.username", "postgres",
                "quarkus.datasource.password", "postgres",
                "firstbell.keycloak.url", realm.url(),
                "firstbell.keycloak.client-secret", TestRealm.CLIENT_SECRET,
                "firstbell.grants.expiry-sweep-every", "1s",
                "firstbell.reconciliation.every", "off");
        // One after the other: the first makes the tables.
        instances = List.of(LmsProcess.start("lms-one", settings, realm), LmsProcess.start("lms-two", settings, realm));
    }

    @AfterAll
    static void stop() throws IOException {
        instances.forEach(LmsProcess::close);
        realm.close();
        postgres.close();
    }

    @Test
    void leavesNothingWaitingLosesNothingAndDoublesNothing() throws Exception {
        System.out.printf("grant.rounds=%d grant.seed=%d%n", ROUNDS, SEED);
        Someone teacher = Someone.teacher();
        UUID course = signedIn(teacher).createCourse("Algebra 1");
        ExecutorService rounds = Executors.newFixedThreadPool(AT_ONCE);
        ExecutorService racers = Executors.newCachedThreadPool();
        Map<Change, Integer> played = new EnumMap<>(Change.class);
        try {
            List<Future<Change>> playing = IntStream.range(0, ROUNDS)
                    .mapToObj(i -> rounds.submit(
                            () -> new Round(signedIn(teacher), course, new Random(SEED + i), racers).play()))
                    .toList();
            for (Future<Change> round : playing) {
                played.merge(round.get(), 1, Integer::sum);
            }
        } catch (ExecutionException e) {
            throw new AssertionError("grant.seed=" + SEED, e);
        } finally {
            rounds.shutdownNow();
            racers.shutdownNow();
        }
        System.out.println("played " + played);
        assertNothingIsLeftLostOrDoubled();
        assertEverybodyWaitedForIsAskedFor();
    }

    private static void assertEverybodyWaitedForIsAskedFor() {
        eventually("all lists are asked for", () -> database.number("select count(*) from provisioning_list") == 0);
        assertThat(database.texts(
                        "select email from pending_grant where email not in (select email from provisioning_request)"))
                .isEmpty();
    }

    /** Anew for each round: ten thousand of them outlast a token. */
    private static Api signedIn(Someone teacher) {
        return Api.as(teacher, realm).at(instances.get(0).uri());
    }

    private static void assertNothingIsLeftLostOrDoubled() {
        eventually(
                "what has expired is retired",
                () -> database.number("select count(*) from pending_grant where expires_at <= now()") == 0);
        assertThat(database.texts("select email from pending_grant join person using (email)"))
                .as("waiting for somebody who is here")
                .isEmpty();
        assertThat(database.texts("""
                        select grant_id from grant_history group by grant_id
                        having count(*) filter (where what = 'granted') <> 1
                            or count(*) filter (where what = 'attached') > 1
                            or count(*) filter (where what in ('revoked', 'expired', 'ended')) > 1
                        """)).as("doubled").isEmpty();
        assertThat(database.texts("""
                        select grant_id from grant_history
                        where grant_id not in (select grant_id from course_privileges union select grant_id from enrolment
                                               union select id from pending_grant)
                        group by grant_id
                        having count(*) filter (where what in ('revoked', 'expired', 'ended')) = 0
                        """)).as("lost").isEmpty();
        assertThat(database.texts("""
                        select grant_id from (select grant_id from course_privileges union all
                                              select grant_id from enrolment union all select id from pending_grant) given
                        join grant_history using (grant_id) where what in ('revoked', 'expired', 'ended')
                        """)).as("there although taken back").isEmpty();
    }

    /** One newcomer, and all that happens at the moment when they come. */
    private static final class Round {

        private final Someone newcomer = Someone.anybody();
        private final Api teacher;
        private final UUID course;
        private final Random random;
        private final ExecutorService racers;

        Round(Api teacher, UUID course, Random random, ExecutorService racers) {
            this.teacher = teacher;
            this.course = course;
            this.random = random;
            this.racers = racers;
        }

        Change play() throws Exception {
            Change change = CHANGES.get(random.nextInt(CHANGES.size()));
            List<Callable<Integer>> calls = new ArrayList<>();
            calls.add(prepared(change));
            calls.add(login());
            for (int more = random.nextInt(3); more > 0; more--) {
                calls.add(random.nextBoolean() ? login() : firstPage());
            }
            Collections.shuffle(calls, random);
            assertThat(atOnce(calls)).as("%s", change).allMatch(status -> status >= 200 && status <= 299);

            assertThat(database.number("select count(*) from pending_grant where email = ?", newcomer.email()))
                    .as("%s: waiting for somebody who is here", change)
                    .isZero();
            switch (change) {
                case GIVE, GIVE_AGAIN -> assertThat(privileges()).containsExactly("manage_events");
                case TAKE_BACK -> assertThat(privileges()).isEmpty();
                case ENROL -> assertThat(enrolments()).isOne();
                case UNDO -> assertThat(enrolments()).isZero();
                case EXPIRE -> assertThat(privileges().size() + expirations()).isOne();
            }
            return change;
        }

        private Callable<Integer> prepared(Change change) throws SQLException {
            String privileges = "/api/courses/" + course + "/privileges";
            String enrolments = "/api/courses/" + course + "/enrolments";
            Api somewhere = teacher.at(anInstance());
            return switch (change) {
                case GIVE -> () -> give(somewhere);
                case GIVE_AGAIN -> {
                    give(teacher);
                    yield () -> give(somewhere);
                }
                case TAKE_BACK -> {
                    give(teacher);
                    yield () -> somewhere
                            .delete(privileges + "?email=" + newcomer.email())
                            .status();
                }
                case ENROL -> {
                    String plan = plan(enrolments);
                    yield () -> somewhere.post(enrolments, plan).status();
                }
                case UNDO -> {
                    String batch = teacher.post(enrolments, plan(enrolments))
                            .json()
                            .required("batch")
                            .asText();
                    yield () ->
                            somewhere.delete(enrolments + "/batches/" + batch).status();
                }
                case EXPIRE -> {
                    give(teacher);
                    yield () -> {
                        database.change(
                                "update pending_grant set expires_at = now() where email = ?", newcomer.email());
                        return 200;
                    };
                }
            };
        }

        private int give(Api somebody) {
            return somebody.allow(course, newcomer.email(), "manage_events").status();
        }

        private String plan(String enrolments) {
            String people = IntStream.rangeClosed(1, 5)
                    .mapToObj(i -> "\"classmate" + i + "@school.example\"")
                    .collect(Collectors.joining(",", "{\"people\":[", ",\"" + newcomer.email() + "\"]}"));
            return "{\"plan\":\""
                    + teacher.post(enrolments + "/plan", people)
                            .json()
                            .required("plan")
                            .asText()
                    + "\"}";
        }

        private Callable<Integer> login() {
            Api keycloak = Api.anonymously(realm).at(anInstance());
            return () -> keycloak.push(TestEvent.firstBrokerLogin(newcomer)).status();
        }

        private Callable<Integer> firstPage() {
            Api browser = Api.as(newcomer, realm).at(anInstance());
            return () -> browser.get("/api/me").status();
        }

        private URI anInstance() {
            return instances.get(random.nextInt(instances.size())).uri();
        }

        private List<Integer> atOnce(List<Callable<Integer>> calls) throws Exception {
            CyclicBarrier start = new CyclicBarrier(calls.size());
            List<Future<Integer>> answers = calls.stream()
                    .map(call -> racers.submit(() -> {
                        start.await();
                        return call.call();
                    }))
                    .toList();
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> answer : answers) {
                statuses.add(answer.get());
            }
            return statuses;
        }

        private List<String> privileges() {
            return database.texts(
                    "select array_to_string(allow, ',') from course_privileges where person_id = ?", newcomer.id());
        }

        private long enrolments() {
            return database.number("select count(*) from enrolment where person_id = ?", newcomer.id());
        }

        private long expirations() {
            return database.number("select count(*) from expired_grant where email = ?", newcomer.email());
        }
    }
}
