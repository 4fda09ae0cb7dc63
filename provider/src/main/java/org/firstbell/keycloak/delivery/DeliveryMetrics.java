package org.firstbell.keycloak.delivery;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.ToDoubleFunction;
import org.firstbell.keycloak.delivery.Outbox.Backlog;

/**
 * What Keycloak's own {@code /metrics} tells of the deliveries of all realms.
 *
 * <ul>
 *   <li>{@code firstbell_deliveries{status="due|leased|dead"}}: rows, as of the last sweep; the same on every node
 *   <li>{@code firstbell_deliveries_oldest_undelivered_seconds}: age of the oldest event that is due or leased
 *   <li>{@code firstbell_delivery_attempts_total{outcome="delivered|due|dead"}}: pushes of this node; {@code due} means
 *       that the delivery is tried again
 *   <li>{@code firstbell_delivery_seconds}: histogram, from the event to its being delivered, by this node
 * </ul>
 */
final class DeliveryMetrics {

    private final MeterRegistry registry;
    private final Timer delivered;

    private volatile Backlog backlog = Backlog.NONE;

    DeliveryMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.delivered = Timer.builder("firstbell.delivery")
                .description("Time from an event to its delivery")
                .serviceLevelObjectives(
                        Duration.ofMillis(10),
                        Duration.ofMillis(25),
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofMillis(250),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(10),
                        Duration.ofHours(1),
                        Duration.ofDays(1))
                .register(registry);
        gauge(DeliveryStatus.DUE, Backlog::due);
        gauge(DeliveryStatus.LEASED, Backlog::leased);
        gauge(DeliveryStatus.DEAD, Backlog::dead);
        Gauge.builder(
                        "firstbell.deliveries.oldest.undelivered",
                        this,
                        it -> it.backlog.oldest().toMillis() / 1000.0)
                .description("Age of the oldest event that is due or leased")
                .baseUnit("seconds")
                .strongReference(true)
                .register(registry);
    }

    private void gauge(DeliveryStatus status, ToDoubleFunction<Backlog> count) {
        Gauge.builder("firstbell.deliveries", this, it -> count.applyAsDouble(it.backlog))
                .description("Deliveries in each status, as of the last sweep")
                .tag("status", status.wireName())
                .strongReference(true)
                .register(registry);
    }

    void note(Backlog found) {
        this.backlog = found;
    }

    void count(Attempt attempt) {
        DeliveryStatus outcome = attempt.settlement().status();
        registry.counter("firstbell.delivery.attempts", "outcome", outcome.wireName())
                .increment();
        if (outcome == DeliveryStatus.DELIVERED) {
            delivered.record(Duration.between(attempt.parcel().createdAt(), attempt.endedAt()));
        }
    }
}
