package org.firstbell.lms.provisioning;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.firstbell.lms.provisioning.ProvisioningRequests.Leased;
import org.firstbell.lms.provisioning.ProvisioningRequests.Postponed;
import org.firstbell.lms.provisioning.ProvisioningRequests.ProvisioningRequested;
import org.firstbell.lms.provisioning.ProvisioningRequests.Work;
import org.firstbell.lms.realm.KeycloakUnavailableException;
import org.jboss.logging.Logger;

/**
 * Brings requests to Keycloak, for placeholders and for their removal: woken by the commit that made one, or that gave a
 * list for which they are still to be made, and from time to time for those that were postponed or whose instance died. No
 * transaction is open while Keycloak is asked.
 */
@ApplicationScoped
class ProvisioningWorker {

    private static final Logger LOG = Logger.getLogger(ProvisioningWorker.class);
    private static final int BATCH = 1_000;

    /** One request each, under one lease. */
    private static final int REMOVALS = 10;

    private static final Duration LEASE = KeycloakPlaceholders.TIMEOUT.plusSeconds(60);

    private final ProvisioningLists lists;
    private final ProvisioningRequests requests;
    private final KeycloakPlaceholders placeholders;
    private final RetrySchedule schedule;
    private final ExecutorService executor;
    private final Clock clock;

    /** Calls for work not answered yet; whoever raises it from zero starts the one run that this instance has. */
    private final AtomicInteger calls = new AtomicInteger();

    private volatile boolean stopping;

    ProvisioningWorker(
            ProvisioningLists lists,
            ProvisioningRequests requests,
            KeycloakPlaceholders placeholders,
            RetrySchedule schedule,
            ExecutorService executor,
            Clock clock) {
        this.lists = lists;
        this.requests = requests;
        this.placeholders = placeholders;
        this.schedule = schedule;
        this.executor = executor;
        this.clock = clock;
    }

    void committed(@Observes(during = TransactionPhase.AFTER_SUCCESS) ProvisioningRequested event) {
        wakeUp();
    }

    @Scheduled(every = "{firstbell.provisioning.sweep-every}")
    void sweep() {
        wakeUp();
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    private void wakeUp() {
        if (calls.getAndIncrement() == 0) {
            executor.execute(this::run);
        }
    }

    private void run() {
        int answered;
        do {
            answered = calls.get();
            try {
                boolean more = true;
                while (!stopping && more) {
                    more = askForNextList();
                    more |= workOnBatch();
                    more |= workOnRemovals();
                }
            } catch (RuntimeException e) {
                LOG.error("provisioning stopped until the next sweep", e);
            }
        } while (calls.addAndGet(-answered) != 0);
    }

    /**
     * Asks for a list. One in trouble keeps nobody waiting who is asked for by themselves.
     *
     * @return whether there may be more to do right now
     */
    private boolean askForNextList() {
        try {
            return lists.askForNext();
        } catch (RuntimeException e) {
            LOG.error("a list could not be asked for; the next sweep tries again", e);
            return false;
        }
    }

    /** {@return whether there may be more to do right now} */
    private boolean workOnBatch() {
        UUID lease = UUID.randomUUID();
        List<Leased> leased = requests.lease(Work.DUE, lease, BATCH, LEASE);
        if (leased.isEmpty()) {
            return false;
        }
        Instant askedAt = clock.instant();
        try {
            Map<String, PlaceholderResult> results =
                    placeholders.create(leased.stream().map(Leased::email).toList()).stream()
                            .collect(Collectors.toMap(
                                    PlaceholderResult::email, Function.identity(), (first, second) -> first));
            settle(lease, askedAt, leased, results);
            return true;
        } catch (KeycloakUnavailableException e) {
            postpone(lease, leased, e);
            return false;
        }
    }

    /** {@return whether there may be more to do right now} */
    private boolean workOnRemovals() {
        UUID lease = UUID.randomUUID();
        List<Leased> unneeded = requests.lease(Work.REMOVING, lease, REMOVALS, LEASE);
        List<Leased> done = new ArrayList<>();
        int removed = 0;
        try {
            for (Leased one : unneeded) {
                removed += one.createdUserId() != null && placeholders.remove(one.createdUserId()) ? 1 : 0;
                done.add(one);
            }
            return !unneeded.isEmpty();
        } catch (KeycloakUnavailableException e) {
            postpone(lease, unneeded.stream().filter(one -> !done.contains(one)).toList(), e);
            return false;
        } finally {
            if (!done.isEmpty()) {
                requests.concludeRemoval(lease, done);
                LOG.infof("provisioning: %d addresses let go, %d placeholders removed", done.size(), removed);
            }
        }
    }

    private void settle(UUID lease, Instant askedAt, List<Leased> leased, Map<String, PlaceholderResult> results) {
        List<PlaceholderResult> answered = leased.stream()
                .filter(request -> results.containsKey(request.email()))
                .map(request -> results.get(request.email()))
                .toList();
        requests.settle(lease, askedAt, answered);
        List<Leased> unanswered = leased.stream()
                .filter(request -> !results.containsKey(request.email()))
                .toList();
        if (!unanswered.isEmpty()) {
            postpone(
                    lease,
                    unanswered,
                    KeycloakUnavailableException.notUnderstood("placeholders: the answer leaves this address out"));
        }
        LOG.infof(
                "provisioning: %d addresses, %s",
                leased.size(),
                answered.stream().collect(Collectors.groupingBy(PlaceholderResult::outcome, Collectors.counting())));
    }

    private void postpone(UUID lease, List<Leased> leased, KeycloakUnavailableException problem) {
        Instant now = clock.instant();
        requests.postpone(
                lease,
                leased.stream()
                        .map(request ->
                                new Postponed(request.email(), now.plus(schedule.delayAfter(request.attempts()))))
                        .toList(),
                problem.getMessage(),
                problem.explanation());
        LOG.warnf("provisioning of %d addresses postponed: %s", leased.size(), problem.getMessage());
    }
}
