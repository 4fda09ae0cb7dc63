package org.firstbell.lms.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.lms.testing.Eventually.eventually;

import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.firstbell.lms.provisioning.ProvisioningRequests.Leased;
import org.firstbell.lms.provisioning.ProvisioningRequests.Work;
import org.firstbell.lms.testing.Api;
import org.firstbell.lms.testing.Database;
import org.firstbell.lms.testing.LmsTest;
import org.firstbell.lms.testing.Someone;
import org.firstbell.lms.testing.TestEvent;
import org.firstbell.lms.testing.TestRealm;
import org.firstbell.lms.testing.TestRealm.Placeholders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Placeholders that nobody is waited for any more go from Keycloak. */
@LmsTest
class PlaceholderRemovalTest {

    private static final int RACED = Integer.getInteger("removal.addresses", 20);

    TestRealm realm;

    @Inject
    Database database;

    @Inject
    ProvisioningRequests requests;

    private final Someone person = Someone.anybody();
    private final String newcomer = person.email();
    private Api teacher;
    private UUID course;

    @BeforeEach
    void aCourse() {
        teacher = Api.as(Someone.teacher(), realm);
        course = teacher.createCourse("Algebra 1");
    }

    @AfterEach
    void keycloakWorks() {
        realm.placeholders(Placeholders.WORKING);
        realm.goOnRemoving();
    }

    @Nested
    class WhenNothingWaitsAnyMore {

        @BeforeEach
        void somethingWaited() {
            giveAndAwaitPlaceholder();
        }

        @Test
        void goesAfterTheGrantIsTakenBack() {
            takeBack(course);

            eventually("forgotten", () -> state() == null);
            assertThat(realm.placeholderOf(newcomer)).isNull();
        }

        @Test
        void goesWithTheCourse() {
            teacher.delete("/api/courses/" + course);

            eventually("removed", () -> realm.placeholderOf(newcomer) == null);
        }

        @Test
        void goesAlsoIfItWasAskedForTwice() {
            UUID other = teacher.createCourse("Algebra 2");
            teacher.allow(other, newcomer, "manage_events");
            eventually("asked again", () -> "waiting".equals(outcome()));

            takeBack(course);
            assertThat(state()).isEqualTo("done");
            takeBack(other);

            eventually("removed", () -> realm.placeholderOf(newcomer) == null);
        }

        @Test
        void staysWhileKeycloakIsAwayAndGoesLater() {
            realm.placeholders(Placeholders.DOWN);
            takeBack(course);
            eventually("postponed", () -> lastError() != null);
            assertThat(state()).isEqualTo("removing");
            assertThat(lastError()).doesNotContain(newcomer);

            realm.placeholders(Placeholders.WORKING);

            eventually("forgotten", () -> state() == null);
            assertThat(realm.placeholderOf(newcomer)).isNull();
        }

        @Test
        void staysIfSomebodyHasClaimedIt() {
            realm.claim(newcomer);

            takeBack(course);

            eventually("forgotten", () -> state() == null);
            assertThat(realm.placeholderOf(newcomer)).isNotNull();
        }

        @Test
        void mayBeGoneAlready() {
            realm.removeByHand(newcomer);

            takeBack(course);

            eventually("forgotten", () -> state() == null);
        }

        @Test
        void staysIfItIsNotTheOneThatWasMadeForUs() {
            realm.removeByHand(newcomer);
            UUID byHand = realm.placeByHand(newcomer);
            UUID other = teacher.createCourse("Algebra 2");
            teacher.allow(other, newcomer, "manage_events");
            eventually("found", () -> "waiting".equals(outcome()));

            teacher.delete("/api/courses/" + other);
            takeBack(course);

            eventually("forgotten", () -> state() == null);
            assertThat(realm.placeholderOf(newcomer)).isEqualTo(byHand);
        }

        @Test
        void isMadeAgainForWhatIsGivenDuringTheRemoval() {
            realm.holdRemovals();
            int before = realm.removals();
            takeBack(course);
            eventually("asked to remove it", () -> realm.removals() > before);

            teacher.allow(course, newcomer, "manage_events");
            assertThat(requests.lease(Work.DUE, UUID.randomUUID(), 1_000, Duration.ofMillis(1)))
                    .as("what another instance may ask for now")
                    .extracting(Leased::email)
                    .doesNotContain(newcomer);
            realm.goOnRemoving();

            eventually("made again", () -> "done".equals(state()) && "created".equals(outcome()));
            assertThat(realm.placeholderOf(newcomer)).isNotNull();
        }

        @Test
        void isMadeAgainIfItWasRemovedAfterTheLeaseHadPassed() {
            Leased late = new Leased(newcomer, realm.placeholderOf(newcomer), 1);
            realm.removeByHand(newcomer);

            requests.concludeRemoval(UUID.randomUUID(), List.of(late));

            eventually("made again", () -> realm.placeholderOf(newcomer) != null);
        }

        @Test
        void leavesNoAddressBehindOfSomebodyWhoseAccountIsGone() {
            Someone claimer = new Someone(realm.placeholderOf(newcomer), newcomer, true, "New Comer", List.of());
            realm.claim(newcomer);
            Api.anonymously(realm).push(TestEvent.firstBrokerLogin(claimer));
            Api.anonymously(realm).push(TestEvent.identifierChanged(claimer, "renamed-" + newcomer));

            Api.anonymously(realm).push(TestEvent.accountPurged(claimer));

            assertThat(state()).isNull();
        }
    }

    @Test
    void staysIfItWasThereBefore() {
        UUID byHand = realm.placeByHand(newcomer);
        giveAndAwaitPlaceholder();

        takeBack(course);

        eventually("forgotten", () -> state() == null);
        assertThat(realm.placeholderOf(newcomer)).isEqualTo(byHand);
    }

    @Test
    void goesEvenIfTheGrantWasTakenBackBeforeItWasMade() {
        realm.placeholders(Placeholders.DOWN);
        teacher.allow(course, newcomer, "manage_events");
        takeBack(course);
        realm.placeholders(Placeholders.WORKING);

        eventually("forgotten", () -> state() == null);
        assertThat(realm.placeholderOf(newcomer)).isNull();
    }

    @Test
    void goesWithTheBatch() {
        String enrolments = "/api/courses/" + course + "/enrolments";
        String plan = teacher.post(enrolments + "/plan", "{\"people\":[\"" + newcomer + "\"]}")
                .json()
                .path("plan")
                .asText();
        String batch = teacher.post(enrolments, "{\"plan\":\"" + plan + "\"}")
                .json()
                .path("batch")
                .asText();
        eventually("a placeholder", () -> "done".equals(state()));

        teacher.delete(enrolments + "/batches/" + batch);

        eventually("removed", () -> realm.placeholderOf(newcomer) == null);
    }

    /** Two teachers who cannot agree, about many newcomers at once. */
    @Test
    void isThereInTheEndExactlyIfSomethingWaits() throws Exception {
        long seed = Long.getLong("removal.seed", System.nanoTime());
        UUID other = teacher.createCourse("Algebra 2");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<String> addresses = new ArrayList<>();
        try {
            List<Future<?>> quarrels = new ArrayList<>();
            for (int i = 0; i < RACED; i++) {
                String address = Someone.anybody().email();
                addresses.add(address);
                for (UUID where : List.of(course, other)) {
                    Random random = new Random(seed + 2L * i + (where.equals(course) ? 0 : 1));
                    quarrels.add(threads.submit(() -> {
                        for (int change = 3 + random.nextInt(4); change > 0; change--) {
                            if (random.nextBoolean()) {
                                teacher.allow(where, address, "manage_events");
                            } else {
                                takeBack(where, address);
                            }
                        }
                    }));
                }
            }
            for (Future<?> quarrel : quarrels) {
                quarrel.get();
            }
        } finally {
            threads.shutdownNow();
        }

        for (String address : addresses) {
            boolean awaited = database.number("select count(*) from pending_grant where email = ?", address) > 0;
            eventually(
                    "seed " + seed + ", " + address + " settled",
                    () -> awaited
                            ? "done".equals(state(address)) && realm.placeholderOf(address) != null
                            : state(address) == null && realm.placeholderOf(address) == null);
        }
    }

    private void giveAndAwaitPlaceholder() {
        teacher.allow(course, newcomer, "manage_events");
        eventually("a placeholder", () -> "done".equals(state()));
    }

    private void takeBack(UUID where) {
        assertThat(takeBack(where, newcomer)).isEqualTo(204);
    }

    private int takeBack(UUID where, String address) {
        return teacher.delete("/api/courses/" + where + "/privileges?email=" + address)
                .status();
    }

    private String state() {
        return state(newcomer);
    }

    private String state(String address) {
        return database.text("select state from provisioning_request where email = ?", address);
    }

    private String outcome() {
        return database.text("select outcome from provisioning_request where email = ?", newcomer);
    }

    private String lastError() {
        return database.text("select last_error from provisioning_request where email = ?", newcomer);
    }
}
