package org.firstbell.e2e.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.e2e.delivery.ScriptedReceiver.Behaviour.refusal;
import static org.firstbell.e2e.delivery.ScriptedReceiver.Behaviour.status;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.firstbell.e2e.client.Patience;
import org.firstbell.e2e.story.EndToEnd;
import org.firstbell.e2e.system.FirstbellSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What an operator watches. */
@EndToEnd
@Isolated
final class MetricsIT {

    private static final Patience PATIENCE = Patience.of(Duration.ofMinutes(3));

    private final FirstbellSystem system;
    private final TellingRealm realm;
    private final ScriptedReceiver receiver = new ScriptedReceiver();

    MetricsIT(FirstbellSystem system) {
        this.system = system;
        realm = new TellingRealm(system.admin());
    }

    /** What others have left under way, though nobody waits for it, ends with the process, and is not counted by the next. */
    @BeforeEach
    void restart() {
        system.keycloak().stop();
        system.keycloak().start();
    }

    @AfterEach
    void close() {
        realm.close();
        receiver.close();
    }

    @Test
    void tellWhatIsOnItsWayAndWhatBecameOfIt() {
        Counters before = countersAtRest();
        realm.tell("lms", receiver.next(refusal("{}")).uri());
        realm.touch(realm.somebody());
        realm.await("dead", 1);
        realm.touch(realm.somebody());
        realm.await("delivered", 1);
        receiver.next(status("503 Service Unavailable", "Retry-After: 3600"));
        realm.touch(realm.somebody());
        PATIENCE.await(
                "the attempt that failed",
                () -> atLeast(before.due() + 1, "firstbell_delivery_attempts_total{outcome=\"due\""));
        PATIENCE.await("a sweep that counts the dead one", () -> atLeast(1, "firstbell_deliveries{status=\"dead\""));
        PATIENCE.await("a sweep that counts the due one", () -> atLeast(1, "firstbell_deliveries{status=\"due\""));
        assertThat(value("firstbell_deliveries{status=\"leased\"")).isNotNegative();
        assertThat(value("firstbell_deliveries_oldest_undelivered_seconds")).isPositive();
        assertThat(counters())
                .isEqualTo(new Counters(
                        before.delivered() + 1, before.due() + 1, before.dead() + 1, before.seconds() + 1));
    }

    private record Counters(double delivered, double due, double dead, double seconds) {}

    private Counters counters() {
        return new Counters(
                value("firstbell_delivery_attempts_total{outcome=\"delivered\""),
                value("firstbell_delivery_attempts_total{outcome=\"due\""),
                value("firstbell_delivery_attempts_total{outcome=\"dead\""),
                value("firstbell_delivery_seconds_count"));
    }

    /** What others have left over is delivered first, and counted a moment after it is recorded. */
    private Counters countersAtRest() {
        OutboxTable outbox = new OutboxTable(system.keycloak());
        AtomicReference<Counters> last = new AtomicReference<>();
        return PATIENCE.await("what others have left over to be delivered and counted", () -> {
            boolean atRest = outbox.isAtRest();
            Counters now = counters();
            boolean asBefore = now.equals(last.getAndSet(atRest ? now : null));
            return Optional.of(now).filter(it -> atRest && asBefore);
        });
    }

    private Optional<Double> atLeast(double least, String metric) {
        return Optional.of(value(metric)).filter(value -> value >= least);
    }

    /** The value of the first metric whose name and labels begin like that; 0 if there is none yet. */
    private double value(String metric) {
        try (InputStream in = system.keycloak().metrics().toURL().openStream()) {
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> line.startsWith(metric))
                    .findFirst()
                    .map(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .orElse(0.0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
