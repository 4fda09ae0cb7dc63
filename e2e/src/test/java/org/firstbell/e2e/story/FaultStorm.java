package org.firstbell.e2e.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.e2e.story.GoogleAccount.aGoogleAccount;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.firstbell.e2e.browser.SignInOutcome.SignedIn;
import org.firstbell.e2e.client.LmsClient;
import org.firstbell.e2e.client.Patience;
import org.firstbell.e2e.system.FirstbellSystem;
import org.firstbell.e2e.system.KeycloakServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * First logins while two Keycloak nodes and the LMS are killed at random, one at a time: everybody's access becomes
 * active, once.
 *
 * <p>No part of {@code verify}: run with {@code ./mvnw -Pfault-storm}, {@code -Dfirstbell.logins=} (2,000) and {@code
 * -Dfirstbell.seed=}. People come back, in another browser, until they are in.
 */
@EndToEnd
@Isolated
final class FaultStorm {

    private static final int LOGINS = Integer.getInteger("firstbell.logins", 2_000);
    private static final long SEED = Long.getLong("firstbell.seed", System.nanoTime());
    private static final int LOGINS_BETWEEN_FAULTS = 50;
    private static final int AT_ONCE = 4;
    private static final Patience PATIENCE = Patience.of(Duration.ofMinutes(10));

    private final School school;
    private final FirstbellSystem system;
    private final KeycloakServer otherNode;
    private final Random random = new Random(SEED);
    private final AtomicInteger loggedIn = new AtomicInteger();
    private final AtomicInteger faults = new AtomicInteger();

    FaultStorm(School school) {
        this.school = school;
        system = school.system();
        otherNode = system.anotherKeycloak(Map.of());
    }

    @Test
    void leavesEverybodyWithTheirAccessOnce() throws Exception {
        System.out.printf("%d first logins, seed %d%n", LOGINS, SEED);
        List<GoogleAccount> newcomers = Stream.generate(() -> school.open(aGoogleAccount()))
                .limit(LOGINS)
                .toList();
        LmsClient teacher = school.aTeacher();
        String course = teacher.createCourse("Stormy weather");
        enrol(teacher, course, newcomers);
        newcomers.forEach(school::awaitPlaceholder);
        otherNode.start();

        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE + 1);
        try {
            Queue<GoogleAccount> waiting = new ConcurrentLinkedQueue<>(newcomers);
            Future<?> storm = threads.submit(this::rage);
            List<Future<?>> doors = Stream.generate(() -> threads.<Void>submit(() -> {
                        letIn(waiting);
                        return null;
                    }))
                    .limit(AT_ONCE)
                    .<Future<?>>map(door -> door)
                    .toList();
            for (Future<?> door : doors) {
                door.get();
            }
            storm.get();
        } finally {
            threads.shutdownNow();
            otherNode.stop();
        }

        PATIENCE.await(
                "all events to be delivered", () -> Optional.of(undelivered()).filter(count -> count == 0));
        System.out.printf("%d faults; everybody is in%n", faults.get());
        assertThat(school.people(teacher, course, "pending")).isZero();
        assertThat(school.people(teacher, course, "active")).isEqualTo(LOGINS);
        for (GoogleAccount newcomer : newcomers) {
            String user = school.account(newcomer.email())
                    .orElseThrow()
                    .required("id")
                    .textValue();
            assertThat(school.links(user)).hasSize(1);
            assertThat(school.deliveries(user)).hasSize(1);
        }
    }

    private static void enrol(LmsClient teacher, String course, List<GoogleAccount> newcomers) {
        String plan = teacher.post(
                        "/api/courses/" + course + "/enrolments/plan",
                        Map.of(
                                "people",
                                newcomers.stream().map(GoogleAccount::email).toList()))
                .expect(200)
                .body()
                .required("plan")
                .textValue();
        teacher.post("/api/courses/" + course + "/enrolments", Map.of("plan", plan, "mode", "all"))
                .expect(200);
    }

    private void letIn(Queue<GoogleAccount> waiting) {
        for (GoogleAccount next = waiting.poll(); next != null; next = waiting.poll()) {
            GoogleAccount account = next;
            PATIENCE.await(
                    account.email() + " to get in", () -> Optional.of(account).filter(this::getsIn));
            loggedIn.incrementAndGet();
        }
    }

    private boolean getsIn(GoogleAccount account) {
        try {
            return school.signInThroughGoogle(account) instanceof SignedIn;
        } catch (RuntimeException serverGone) {
            return false;
        }
    }

    private void rage() {
        for (int next = LOGINS_BETWEEN_FAULTS; next < LOGINS; next = loggedIn.get() + LOGINS_BETWEEN_FAULTS) {
            int until = next;
            PATIENCE.await("the next fault", () -> Optional.of(loggedIn.get()).filter(count -> count >= until));
            switch (random.nextInt(3)) {
                case 0 -> {
                    system.keycloak().kill();
                    system.keycloak().start();
                }
                case 1 -> {
                    otherNode.kill();
                    otherNode.start();
                }
                default -> {
                    system.lms().kill();
                    system.lms().start();
                }
            }
            faults.incrementAndGet();
        }
    }

    private int undelivered() {
        var counts = school.admin()
                .get("school/firstbell/deliveries/count")
                .expect(200)
                .body();
        return counts.required("due").intValue() + counts.required("leased").intValue();
    }
}
