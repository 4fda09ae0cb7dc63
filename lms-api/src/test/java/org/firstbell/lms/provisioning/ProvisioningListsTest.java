package org.firstbell.lms.provisioning;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.lms.testing.Eventually.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.firstbell.address.EmailAddress;
import org.firstbell.lms.person.AddressLocks;
import org.firstbell.lms.testing.Api;
import org.firstbell.lms.testing.Database;
import org.firstbell.lms.testing.LmsTest;
import org.firstbell.lms.testing.Someone;
import org.firstbell.lms.testing.TestRealm;
import org.firstbell.lms.testing.TestRealm.Placeholders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Placeholders of lists are asked for once the list is committed. */
@LmsTest
class ProvisioningListsTest {

    private static final Executor THREADS = task -> new Thread(task).start();

    TestRealm realm;

    @Inject
    Database database;

    @Inject
    ProvisioningLists lists;

    @Inject
    AddressLocks locks;

    private final Someone first = Someone.anybody();
    private final Someone second = Someone.anybody();
    private Api teacher;
    private UUID course;
    private String enrolments;

    @BeforeEach
    void aCourse() {
        teacher = Api.as(Someone.teacher(), realm);
        course = teacher.createCourse("Algebra 1");
        enrolments = "/api/courses/" + course + "/enrolments";
    }

    @AfterEach
    void keycloakWorks() {
        realm.placeholders(Placeholders.WORKING);
        realm.goOnRemoving();
    }

    @Test
    void areAskedForRightAfterTheCommit() {
        commit(first, second);

        eventually("done", () -> "done".equals(state(first)) && "done".equals(state(second)));
        assertThat(realm.placeholderOf(first.email())).isNotNull();
        assertThat(unasked()).isZero();
    }

    @Test
    void keepNobodyElseWaitingIfOneOfThemIsInTrouble() throws Exception {
        database.change("""
                insert into pending_grant (id, email, course_id, kind, payload, granted_by, granted_at, expires_at, by_admin)
                select gen_random_uuid(), 'no address', id, 'enrolment', '{}', owner_id, now(), now() + interval '1 day', true
                from course where id = ?
                """, course);
        database.change("""
                insert into provisioning_list (course_id, kind, granted_at)
                select course_id, kind, granted_at from pending_grant where course_id = ?
                """, course);
        try {
            teacher.allow(course, first.email(), "manage_events");

            eventually("a placeholder", () -> realm.placeholderOf(first.email()) != null);
            assertThat(unasked()).isOne();
        } finally {
            database.change("delete from pending_grant where email = 'no address'");
        }
    }

    /** As if the instance had died right after the commit. */
    @Nested
    class WhileThisInstanceDoesNotAsk {

        @BeforeEach
        void itsWorkerWaitsForKeycloak() {
            Someone other = Someone.anybody();
            teacher.allow(course, other.email(), "manage_events");
            eventually("a placeholder", () -> "done".equals(state(other)));
            realm.holdRemovals();
            int before = realm.removals();
            teacher.delete("/api/courses/" + course + "/privileges?email=" + other.email());
            eventually("asked to remove it", () -> realm.removals() > before);
        }

        @Test
        void theCommitHasAskedForNobody() {
            commit(first, second);

            assertThat(states(first, second)).containsExactly(null, null);
            assertThat(unasked()).isEqualTo(2);
        }

        @Test
        void anotherInstanceAsks() {
            commit(first, second);

            anotherInstanceAsksForAll();

            assertThat(states(first, second)).containsExactly("due", "due");
            assertThat(unasked()).isZero();
        }

        @Test
        void theSweepAsksLater() {
            commit(first, second);

            realm.goOnRemoving();

            eventually("done", () -> states(first, second).equals(List.of("done", "done")));
        }

        @Test
        void allOfThemAreDue() {
            commit(first, second);

            assertThat(progress()).isEqualTo("{\"waiting\":2,\"provisioned\":0,\"refused\":0}");
            assertThat(provisioning()).containsExactly("due", "due");
            assertThat(waiting(first).path("provisioning").asText()).isEqualTo("due");
        }

        @Test
        void soAreThoseOfWhomKeycloakHasHeardBefore() throws Exception {
            commit(first, second);
            database.change("""
                    insert into provisioning_request (email, state, attempts, requested_at, next_attempt_at, last_error)
                    values (?, 'done', 1, now(), now(), null), (?, 'refused', 1, now(), now(), 'not to our liking')
                    """, first.email(), second.email());

            assertThat(progress()).isEqualTo("{\"waiting\":2,\"provisioned\":0,\"refused\":0}");
            assertThat(provisioning()).containsExactly("due", "due");
            assertThat(waiting(second).path("provisioning").asText()).isEqualTo("due");
            assertThat(waiting(second).has("provisioningProblem")).isFalse();
        }

        @Test
        void whatIsTakenBackIsNotAskedFor() {
            commit(first, second);
            assertThat(teacher.delete(enrolments + "?email=" + first.email()).status())
                    .isEqualTo(204);

            anotherInstanceAsksForAll();

            assertThat(states(first, second)).containsExactly(null, "due");
            realm.goOnRemoving();
            eventually("a placeholder", () -> realm.placeholderOf(second.email()) != null);
            assertThat(realm.placeholderOf(first.email())).isNull();
        }

        @Test
        void nothingIsLeftOfABatchThatIsUndone() {
            String batch = commit(first, second);
            assertThat(teacher.delete(enrolments + "/batches/" + batch).json()).hasToString("{\"undone\":2}");

            anotherInstanceAsksForAll();

            assertThat(states(first, second)).containsExactly(null, null);
            assertThat(listsLeft()).isZero();
        }

        @Test
        void whoeverComesIsNotAskedFor() {
            commit(first, second);
            assertThat(Api.as(first, realm).get("/api/me").json().path("courses"))
                    .hasSize(1);

            anotherInstanceAsksForAll();

            assertThat(states(first, second)).containsExactly(null, "due");
        }

        @Test
        void whatIsGivenAgainIsAskedForOnItsOwn() {
            commit(first, second);
            teacher.put(enrolments, "{\"email\":\"" + first.email() + "\"}");

            assertThat(states(first, second)).containsExactly("due", null);
            assertThat(unasked()).isOne();
        }

        @Test
        void aListGoesWithItsCourse() {
            commit(first, second);

            assertThat(teacher.delete("/api/courses/" + course).status()).isEqualTo(204);

            assertThat(listsLeft()).isZero();
        }

        @Test
        void severalInstancesAskForEverybody() {
            List<Someone> everybody =
                    Stream.generate(Someone::anybody).limit(40).collect(Collectors.toCollection(ArrayList::new));
            List<UUID> courses = new ArrayList<>();
            for (int list = 0; list < 4; list++) {
                aCourse();
                courses.add(course);
                Collections.shuffle(everybody);
                commit(everybody.toArray(Someone[]::new));
            }
            assertThat(courses).allSatisfy(it -> assertThat(unaskedIn(it)).isEqualTo(40));

            IntStream.range(0, 4)
                    .mapToObj(instance -> atOnce(() -> {
                        anotherInstanceAsksForAll();
                        return instance;
                    }))
                    .toList()
                    .forEach(CompletableFuture::join);

            assertThat(states(everybody.toArray(Someone[]::new))).hasSize(40).containsOnly("due");
            assertThat(courses).allSatisfy(it -> assertThat(unaskedIn(it)).isZero());
        }

        @Test
        void whatIsTakenBackAtThatMomentIsNotAskedFor() {
            commit(first, second);

            CompletableFuture<Boolean> asking = whileItWaitsFor(
                    first,
                    () -> atOnce(lists::askForNext),
                    () -> database.change("delete from pending_grant where email = ?", first.email()));

            assertThat(asking.join()).isTrue();
            assertThat(states(first, second)).containsExactly(null, "due");
        }

        @Test
        void whatMovesAwayAtThatMomentIsNotAskedForWithoutItsLock() {
            Someone third = Someone.anybody();
            commit(first, second);

            CompletableFuture<Boolean> asking = whileItWaitsFor(
                    first,
                    () -> atOnce(lists::askForNext),
                    () -> database.change(
                            "update pending_grant set email = ? where email = ?", third.email(), first.email()));

            assertThat(asking.join()).isTrue();
            assertThat(states(first, second, third)).containsExactly(null, "due", null);
        }

        @Test
        void whatAnotherInstanceHasAskedForIsNotAskedForAgain() {
            commit(first);

            CompletableFuture<Boolean> asking = whileItWaitsFor(first, () -> atOnce(lists::askForNext), () -> {
                assertThat(lists.askForNext()).isTrue();
                database.change("update provisioning_request set state = 'done' where email = ?", first.email());
            });

            assertThat(asking.join()).isTrue();
            assertThat(states(first)).containsExactly("done");
        }

        @Test
        void nobodyWaitsInACircleWithTheDeletionOfTheCourse() {
            commit(first);

            AtomicReference<CompletableFuture<Integer>> deleting = new AtomicReference<>();
            CompletableFuture<Boolean> asking = whileItWaitsFor(
                    first,
                    () -> {
                        deleting.set(atOnce(
                                () -> teacher.delete("/api/courses/" + course).status()));
                        eventually("the deletion waits", () -> waitingForLocks() == 1);
                        return atOnce(lists::askForNext);
                    },
                    () -> eventually("both wait", () -> waitingForLocks() == 2));

            assertThat(deleting.get().join()).isEqualTo(204);
            assertThat(asking.join()).isTrue();
        }
    }

    @FunctionalInterface
    private interface Change {
        void make() throws Exception;
    }

    /** Changes something with the lock of an address, for which something else waits that has begun meanwhile. */
    private <T> CompletableFuture<T> whileItWaitsFor(
            Someone someone, Supplier<CompletableFuture<T>> something, Change change) {
        return QuarkusTransaction.requiringNew().call(() -> {
            locks.lock(new EmailAddress(someone.email()));
            CompletableFuture<T> waiting = something.get();
            eventually("it waits", () -> waitingForLocks() > 0);
            change.make();
            return waiting;
        });
    }

    private static <T> CompletableFuture<T> atOnce(Supplier<T> task) {
        return CompletableFuture.supplyAsync(task, THREADS);
    }

    private long waitingForLocks() {
        return database.number("select count(*) from pg_locks where locktype = 'advisory' and not granted");
    }

    private void anotherInstanceAsksForAll() {
        boolean more = true;
        while (more) {
            more = lists.askForNext();
        }
    }

    /** Returns the batch. */
    private String commit(Someone... people) {
        String list = Stream.of(people)
                .map(someone -> "\"" + someone.email() + "\"")
                .collect(joining(",", "{\"people\":[", "]}"));
        String plan =
                teacher.post(enrolments + "/plan", list).json().required("plan").textValue();
        return teacher.post(enrolments, "{\"plan\":\"" + plan + "\",\"mode\":\"all\"}")
                .json()
                .required("batch")
                .textValue();
    }

    private List<String> states(Someone... people) {
        return Stream.of(people).map(this::state).toList();
    }

    private String state(Someone someone) {
        return database.text("select state from provisioning_request where email = ?", someone.email());
    }

    private long unasked() {
        return unaskedIn(course);
    }

    private long unaskedIn(UUID course) {
        return database.number("select count(*) from unasked_grant where course_id = ?", course);
    }

    private long listsLeft() {
        return database.number("select count(*) from provisioning_list where course_id = ?", course);
    }

    private String progress() {
        return teacher.get("/api/courses/" + course + "/people/provisioning")
                .json()
                .toString();
    }

    private List<String> provisioning() {
        return teacher.get("/api/courses/" + course + "/people").json().findValuesAsText("provisioning");
    }

    private JsonNode waiting(Someone someone) {
        return Api.as(Someone.admin(), realm)
                .get("/api/waiting-grants?search=" + someone.email())
                .json()
                .at("/waiting/0");
    }
}
