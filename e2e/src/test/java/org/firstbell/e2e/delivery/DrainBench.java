package org.firstbell.e2e.delivery;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.firstbell.bench.Goal;
import org.firstbell.bench.Recording;
import org.firstbell.bench.Scale;
import org.firstbell.bench.Series;
import org.firstbell.bench.Turns;
import org.firstbell.bench.Unit;
import org.firstbell.e2e.client.Patience;
import org.firstbell.e2e.delivery.ScriptedReceiver.Push;
import org.firstbell.e2e.story.EndToEnd;
import org.firstbell.e2e.story.Measured;
import org.firstbell.e2e.system.FirstbellSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** How fast a backlog goes to a receiver that just takes it. */
@EndToEnd
@Isolated
final class DrainBench {

    private static final String OURS = "Firstbell";
    private static final Patience PATIENCE = Patience.of(Duration.ofMinutes(5));

    private final FirstbellSystem system;
    private final Scale scale = Scale.fromSystemProperties();

    DrainBench(FirstbellSystem system) {
        this.system = system;
    }

    @Test
    void drain() throws Exception {
        Recording recording = Measured.on(
                system, new Recording("drain", "A backlog, into a receiver that takes it", Unit.SECONDS, "events"));
        int warmUp = scale.of(5_000, 200);
        int most = scale.of(20_000, 400);
        try (TellingRealm realm = new TellingRealm(system.admin())) {
            drain(realm, warmUp);
            for (int backlog : List.of(most / 20, most / 4, most)) {
                List<Series> series = new Turns()
                        .of(OURS, backlog, () -> drain(realm, backlog))
                        .take(0, scale.of(3, 1));
                recording.add(series);
            }
        }
        recording
                .goal(Goal.atLeast(
                        500,
                        Unit.PER_SECOND,
                        "events of the largest backlog",
                        Unit.SECONDS.rate(most, recording.median(OURS, most))))
                .end();
    }

    /** From the first push to the last. */
    private double drain(TellingRealm realm, int backlog) {
        try (ScriptedReceiver receiver = new ScriptedReceiver()) {
            String clientId = "lms-" + receiver.uri().getPort();
            new OutboxTable(system.keycloak()).fill(realm.id(), realm.tell(clientId, receiver.uri()), backlog);
            realm.touch(realm.somebody());
            List<Push> pushes = PATIENCE.await(
                    "the backlog at the receiver",
                    () -> Optional.of(receiver.pushes()).filter(received -> received.size() > backlog));
            Duration took =
                    Duration.between(pushes.get(0).at(), pushes.get(backlog - 1).at());
            realm.deleteClient(clientId);
            return Unit.SECONDS.of(took.toNanos());
        }
    }
}
