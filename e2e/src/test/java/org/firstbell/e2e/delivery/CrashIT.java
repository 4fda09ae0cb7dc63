package org.firstbell.e2e.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.e2e.delivery.ScriptedReceiver.Behaviour.STALL;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.firstbell.e2e.client.KeycloakAdmin;
import org.firstbell.e2e.delivery.ScriptedReceiver.Push;
import org.firstbell.e2e.story.EndToEnd;
import org.firstbell.e2e.system.FirstbellSystem;
import org.firstbell.e2e.system.KeycloakServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Servers that end in the middle of it: nothing is lost, and doubled only what was on the wire, under the same id. */
@EndToEnd
@Isolated
final class CrashIT {

    private static final int MANY = 800;

    /** More than is sent while a server stops. */
    private static final int BACKLOG = 4_000;

    private static final int MOST_ON_THE_WIRE = 32;

    private final FirstbellSystem system;
    private final TellingRealm realm;
    private final OutboxTable outbox;
    private final ScriptedReceiver receiver = new ScriptedReceiver();
    private final String receiverId;

    CrashIT(FirstbellSystem system) {
        this.system = system;
        realm = new TellingRealm(system.admin());
        outbox = new OutboxTable(system.keycloak());
        receiverId = realm.tell("lms", receiver.uri());
    }

    @AfterEach
    void close() {
        realm.close();
        receiver.close();
    }

    @Test
    void keycloakIsKilledBetweenSendingAndRecordingAndWhileItLeases() {
        receiver.next(STALL);
        realm.touch(realm.somebody());
        Push unrecorded = receiver.await(1).get(0);
        outbox.fill(realm.id(), receiverId, MANY);
        realm.touch(realm.somebody());
        receiver.await(MANY / 4);

        system.keycloak().kill();
        outbox.endLeases();
        system.keycloak().start();

        realm.await("delivered", MANY + 2);
        assertThat(receiver.pushes())
                .filteredOn(push -> push.jti().equals(unrecorded.jti()))
                .hasSizeGreaterThan(1);
        assertAllArrivedAndFewTwice(MANY + 2);
    }

    @Test
    void theDatabaseIsRestartedWhileDeliveriesAreRecordedAndLeased() {
        outbox.fill(realm.id(), receiverId, MANY);
        realm.touch(realm.somebody());
        receiver.await(MANY / 4);

        system.restartDatabase();
        outbox.endLeases();

        realm.awaitKeycloak();
        realm.await("delivered", MANY + 1);
        assertAllArrivedAndFewTwice(MANY + 1);
    }

    @Test
    void keycloakIsStoppedAndLeavesNothingLeased() {
        outbox.fill(realm.id(), receiverId, BACKLOG);
        realm.touch(realm.somebody());
        receiver.await(MANY / 4);

        system.keycloak().stop();
        int sentBefore = receiver.pushes().size();
        system.keycloak().start();

        realm.await("delivered", BACKLOG + 1);
        assertThat(sentBefore).isLessThan(BACKLOG);
        assertThat(distinct()).hasSize(BACKLOG + 1);
        assertThat(receiver.pushes()).hasSize(BACKLOG + 1);
    }

    @Test
    void oneOfTwoNodesIsKilledAndItsClockWasWrong(@TempDir Path directory) throws Exception {
        KeycloakServer other = system.anotherKeycloak(WrongClock.ahead(Duration.ofMinutes(10), directory));
        other.start();
        try {
            receiver.next(STALL);
            String anna = realm.somebody();
            realm.touch(anna);
            receiver.await(1);
            KeycloakAdmin admin =
                    new KeycloakAdmin(other.uri(), KeycloakServer.ADMIN_USER, KeycloakServer.ADMIN_PASSWORD);
            outbox.fill(realm.id(), receiverId, MANY);
            Instant before = Instant.now();
            realm.through(admin).touch(realm.somebody());
            List<Push> pushes = receiver.await(MANY / 4);

            assertThat(pushes.get(1).claims().required("iat").longValue())
                    .isBetween(before.getEpochSecond() - 5, Instant.now().getEpochSecond() + 5);
            assertThat(realm.deliveries("&userId=" + anna)
                            .get(0)
                            .required("attempts")
                            .intValue())
                    .as("attempts of what the first node is still sending")
                    .isEqualTo(1);
        } finally {
            other.kill();
        }
        outbox.endLeases();

        realm.await("delivered", MANY + 2);
        assertAllArrivedAndFewTwice(MANY + 2);
    }

    private void assertAllArrivedAndFewTwice(int count) {
        assertThat(distinct()).hasSize(count);
        assertThat(receiver.pushes()).hasSizeBetween(count, count + 2 * MOST_ON_THE_WIRE + 1);
    }

    private Set<String> distinct() {
        Set<String> ids = new HashSet<>();
        receiver.pushes().forEach(push -> ids.add(push.jti()));
        return ids;
    }
}
