package org.firstbell.lms.arrival;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.firstbell.lms.testing.Api;
import org.firstbell.lms.testing.Database;
import org.firstbell.lms.testing.LmsTest;
import org.firstbell.lms.testing.Someone;
import org.firstbell.lms.testing.TestEvent;
import org.firstbell.lms.testing.TestRealm;
import org.junit.jupiter.api.Test;

/** A grant is given or taken back at the very moment of the first login; {@code -Dgrant.rounds=10000} for more rounds. */
@LmsTest
class GrantRaceTest {

    private static final int ROUNDS = Integer.getInteger("grant.rounds", 200);
    private static final int AT_ONCE = 4;

    TestRealm realm;

    @Inject
    Database database;

    private enum Change {
        GIVE,
        GIVE_AGAIN,
        TAKE_BACK
    }

    @Test
    void leavesNothingWaitingLosesNothingAndDoublesNothing() throws Exception {
        long seed = new Random().nextLong();
        Api teacher = Api.as(Someone.teacher(), realm);
        UUID course = teacher.createCourse("Algebra 1");
        ExecutorService rounds = Executors.newFixedThreadPool(AT_ONCE);
        ExecutorService racers = Executors.newCachedThreadPool();
        try {
            List<Future<?>> played = new ArrayList<>();
            for (int i = 0; i < ROUNDS; i++) {
                Random random = new Random(seed + i);
                played.add(rounds.submit(() -> {
                    round(teacher, course, random, racers);
                    return null;
                }));
            }
            for (Future<?> round : played) {
                round.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError("seed " + seed, e);
        } finally {
            rounds.shutdownNow();
            racers.shutdownNow();
        }
    }

    private void round(Api teacher, UUID course, Random random, ExecutorService racers) throws Exception {
        Someone newcomer = Someone.anybody();
        Change change = Change.values()[random.nextInt(Change.values().length)];
        if (change != Change.GIVE) {
            teacher.allow(course, newcomer.email(), "manage_events");
        }
        List<Callable<Integer>> calls = new ArrayList<>();
        calls.add(() -> change == Change.TAKE_BACK
                ? teacher.delete("/api/courses/" + course + "/privileges?email=" + newcomer.email())
                        .status()
                : teacher.allow(course, newcomer.email(), "manage_events").status());
        calls.add(() -> Api.anonymously(realm)
                .push(TestEvent.firstBrokerLogin(newcomer))
                .status());
        if (random.nextBoolean()) {
            calls.add(() -> Api.as(newcomer, realm).get("/api/me").status());
        }
        CyclicBarrier start = new CyclicBarrier(calls.size());
        List<Future<Integer>> answers = new ArrayList<>();
        for (Callable<Integer> call : calls) {
            answers.add(racers.submit(() -> {
                start.await();
                return call.call();
            }));
        }
        for (Future<Integer> answer : answers) {
            assertThat(answer.get()).isBetween(200, 299);
        }

        assertThat(database.number("select count(*) from pending_grant where email = ?", newcomer.email()))
                .as("waiting for somebody who is here")
                .isZero();
        assertThat(database.texts(
                        "select array_to_string(allow, ',') from course_privileges where person_id = ?", newcomer.id()))
                .as("%s", change)
                .isEqualTo(change == Change.TAKE_BACK ? List.of() : List.of("manage_events"));
        assertThat(database.number("""
                        select count(*) from grant_history join grant_holder using (grant_id)
                        where person_id = ? and what = 'attached'
                        """, newcomer.id())).isLessThanOrEqualTo(1);
    }
}
