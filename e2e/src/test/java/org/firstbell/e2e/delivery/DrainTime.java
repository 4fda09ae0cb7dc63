package org.firstbell.e2e.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.firstbell.e2e.delivery.ScriptedReceiver.Push;
import org.firstbell.e2e.story.EndToEnd;
import org.firstbell.e2e.system.FirstbellSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * How fast a backlog goes to a receiver that just takes it.
 *
 * <p>No part of {@code verify}: run with {@code ./mvnw -Pdelivery-time}.
 */
@EndToEnd
@Isolated
final class DrainTime {

    private static final int WARM_UP = 5_000;
    private static final int BACKLOG = 20_000;

    private final FirstbellSystem system;

    DrainTime(FirstbellSystem system) {
        this.system = system;
    }

    @Test
    void isShort() {
        try (TellingRealm realm = new TellingRealm(system.admin());
                ScriptedReceiver receiver = new ScriptedReceiver()) {
            String receiverId = realm.tell("lms", receiver.uri());
            OutboxTable outbox = new OutboxTable(system.keycloak());
            outbox.fill(realm.id(), receiverId, WARM_UP);
            realm.touch(realm.somebody());
            receiver.await(WARM_UP + 1);
            outbox.fill(realm.id(), receiverId, BACKLOG);
            realm.touch(realm.somebody());
            receiver.await(WARM_UP + BACKLOG + 2);

            List<Push> pushes = receiver.pushes().subList(WARM_UP + 1, WARM_UP + BACKLOG + 2);
            Duration took =
                    Duration.between(pushes.get(0).at(), pushes.get(BACKLOG).at());
            double rate = BACKLOG / (took.toMillis() / 1000.0);

            System.out.printf("a backlog of %d: %.1f s, %.0f events/s%n", BACKLOG, took.toMillis() / 1000.0, rate);
            assertThat(rate).isGreaterThanOrEqualTo(500);
        }
    }
}
