package org.firstbell.lms.operation;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.health.SmallRyeHealthReporter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.ToDoubleFunction;
import org.hibernate.StatelessSession;

/**
 * What {@code /q/metrics} tells of all that waits, as of the last look; the same on every instance, but for the first.
 *
 * <ul>
 *   <li>{@code firstbell_ready}: 1 if this instance can do its work, as {@code /q/health/ready} says; else 0
 *   <li>{@code firstbell_grants{status="pending|held"}}
 *   <li>{@code firstbell_placeholder_requests{status="due|refused"}}
 *   <li>{@code firstbell_placeholder_requests_oldest_due_seconds}
 * </ul>
 */
@ApplicationScoped
class BacklogMetrics {

    private final MeterRegistry registry;
    private final SmallRyeHealthReporter health;
    private final StatelessSession session;
    private final Clock clock;

    private volatile boolean ready;
    private volatile Backlog backlog = Backlog.NONE;

    BacklogMetrics(MeterRegistry registry, SmallRyeHealthReporter health, StatelessSession session, Clock clock) {
        this.registry = registry;
        this.health = health;
        this.session = session;
        this.clock = clock;
    }

    /** All of them are there from the start: an alarm about a metric that nobody exports never rings. */
    void register(@Observes StartupEvent started) {
        Gauge.builder("firstbell.ready", this, it -> it.ready ? 1 : 0)
                .description("Whether this instance can do its work")
                .strongReference(true)
                .register(registry);
        gauge("firstbell.grants", "pending", Backlog::pendingGrants, "Grants that nobody holds yet");
        gauge("firstbell.grants", "held", Backlog::heldGrants, "Grants that nobody holds yet");
        String requests = "Requests for placeholders that Keycloak has not met";
        gauge("firstbell.placeholder.requests", "due", Backlog::dueRequests, requests);
        gauge("firstbell.placeholder.requests", "refused", Backlog::refusedRequests, requests);
        Gauge.builder(
                        "firstbell.placeholder.requests.oldest.due",
                        this,
                        it -> secondsSince(it.backlog.oldestDue(), clock))
                .description("Age of the oldest request for a placeholder that is due")
                .baseUnit("seconds")
                .strongReference(true)
                .register(registry);
    }

    private void gauge(String name, String status, ToDoubleFunction<Backlog> count, String description) {
        Gauge.builder(name, this, it -> count.applyAsDouble(it.backlog))
                .description(description)
                .tag("status", status)
                .strongReference(true)
                .register(registry);
    }

    @Scheduled(every = "{firstbell.metrics.look-every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void look() {
        ready = !health.getReadiness().isDown();
        if (ready) {
            backlog = count();
        }
    }

    @Transactional
    Backlog count() {
        return session.createNativeQuery("""
                        with unasked as (
                            select email, min(granted_at) as since from unasked_grant group by email
                        ), request as (
                            select state, requested_at from provisioning_request
                            where email not in (select email from unasked)
                            union all select 'due', since from unasked
                        )
                        select (select count(*) from pending_grant where held_reason is null),
                               (select count(*) from pending_grant where held_reason is not null),
                               count(*) filter (where state = 'due'),
                               count(*) filter (where state = 'refused'),
                               min(requested_at) filter (where state = 'due')
                        from request
                        """, Backlog.class).getSingleResult();
    }

    private static double secondsSince(Instant from, Clock clock) {
        return from == null ? 0 : Duration.between(from, clock.instant()).toMillis() / 1000.0;
    }
}
