package org.firstbell.keycloak.delivery;

import static org.keycloak.models.utils.KeycloakModelUtils.runJobInTransaction;
import static org.keycloak.models.utils.KeycloakModelUtils.runJobInTransactionWithResult;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.firstbell.keycloak.delivery.Outbox.LeaseId;
import org.firstbell.keycloak.delivery.PushResult.Refused;
import org.firstbell.keycloak.delivery.PushResult.Retryable;
import org.firstbell.keycloak.delivery.PushResult.Taken;
import org.jboss.logging.Logger;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;

/**
 * Carries this node's share of the outbox to the receivers: leases due rows in a short transaction, sends without one,
 * records in another short one. Any number of nodes may do so at once.
 */
final class Courier {

    private static final Logger LOG = Logger.getLogger(Courier.class);

    private static final int MOST_IN_FLIGHT = 16;
    private static final Duration LEASE = Push.LONGEST.multipliedBy(2);

    private final KeycloakSessionFactory sessions;
    private final ExecutorService executor;
    private final Push push;
    private final RetrySchedule schedule;
    private final SecurityEventTokens tokens;
    private final Clock clock;

    private final Semaphore places = new Semaphore(MOST_IN_FLIGHT);

    /** Calls of {@link #wake} that no look at the outbox has answered yet; above zero while a look is under way. */
    private final AtomicInteger calls = new AtomicInteger();

    private volatile boolean stopped;

    Courier(KeycloakSessionFactory sessions, ExecutorService executor, Push push, RetrySchedule schedule, Clock clock) {
        this.sessions = sessions;
        this.executor = executor;
        this.push = push;
        this.schedule = schedule;
        this.tokens = new SecurityEventTokens(clock);
        this.clock = clock;
    }

    /** Has the outbox looked at, soon and on another thread. Cheap; from any thread, any number of times. */
    void wake() {
        if (!stopped && calls.getAndIncrement() == 0) {
            run(this::lookUntilAllAnswered, () -> calls.set(0));
        }
    }

    /** Takes on no more deliveries. Those under way come to their end, or their leases pass. */
    void stop() {
        stopped = true;
    }

    private void lookUntilAllAnswered() {
        int answered;
        do {
            answered = calls.get();
            try {
                dispatchDue();
            } catch (RuntimeException e) {
                LOG.error("deliveries could not be leased; the next sweep tries again", e);
            }
        } while (!calls.compareAndSet(answered, 0));
    }

    /** Whoever finds no place free need not wait: each delivery that ends calls {@link #wake}. */
    private void dispatchDue() {
        int free = places.drainPermits();
        List<Parcel> parcels = List.of();
        try {
            if (free > 0 && !stopped) {
                parcels = lease(free);
            }
        } finally {
            places.release(free - parcels.size());
        }
        for (Parcel parcel : parcels) {
            run(() -> deliver(parcel), places::release);
        }
    }

    private void deliver(Parcel parcel) {
        try {
            record(parcel, push.send(parcel));
        } catch (RuntimeException e) {
            LOG.errorf(
                    e,
                    "delivery %s to %s: outcome not recorded; it is due again when its lease has passed",
                    parcel.deliveryId(),
                    parcel.receiver());
        } finally {
            places.release();
        }
        wake();
    }

    private void run(Runnable task, Runnable ifRejected) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException shuttingDown) {
            ifRejected.run();
        }
    }

    private List<Parcel> lease(int limit) {
        return runJobInTransactionWithResult(sessions, session -> {
            Outbox outbox = new Outbox(session, clock);
            List<Parcel> parcels = new ArrayList<>();
            for (DeliveryEntity row : outbox.claimDue(limit, LEASE)) {
                pack(session, outbox, row).ifPresent(parcels::add);
            }
            return parcels;
        });
    }

    private Optional<Parcel> pack(KeycloakSession session, Outbox outbox, DeliveryEntity row) {
        RealmModel realm = session.realms().getRealm(row.realmId);
        ClientModel receiver = realm == null ? null : realm.getClientById(row.receiverId);
        String url = receiver == null ? null : receiver.getAttribute(Receivers.URL_ATTRIBUTE);
        if (url == null || url.isBlank()) {
            outbox.delete(row);
            LOG.infof("delivery %s deleted: its receiver is gone", row.id);
            return Optional.empty();
        }
        session.getContext().setRealm(realm);
        String token = tokens.sign(session, realm, receiver.getClientId(), row);
        return Optional.of(new Parcel(new LeaseId(row.seq, row.attempts), row.id, receiver.getClientId(), url, token));
    }

    private void record(Parcel parcel, PushResult result) {
        if (result instanceof Taken) {
            inOutbox(outbox -> outbox.markDelivered(parcel.lease()));
        } else if (result instanceof Retryable failure) {
            retryOrGiveUp(parcel, failure);
        } else if (result instanceof Refused refusal) {
            giveUp(parcel, refusal.reason());
        }
    }

    private void retryOrGiveUp(Parcel parcel, Retryable failure) {
        int attempt = parcel.lease().attempt();
        Optional<Duration> pause = schedule.pauseAfter(attempt, failure.retryAfter());
        if (pause.isEmpty()) {
            giveUp(parcel, failure.reason());
            return;
        }
        inOutbox(outbox -> outbox.markForRetry(parcel.lease(), clock.instant().plus(pause.get()), failure.reason()));
        LOG.infof(
                "delivery %s to %s: %s, attempt %d, next in %s",
                parcel.deliveryId(), parcel.receiver(), failure.reason(), attempt, pause.get());
    }

    private void giveUp(Parcel parcel, String reason) {
        inOutbox(outbox -> outbox.markDead(parcel.lease(), reason));
        LOG.warnf(
                "delivery %s to %s is dead: %s, attempt %d",
                parcel.deliveryId(), parcel.receiver(), reason, parcel.lease().attempt());
    }

    private void inOutbox(Consumer<Outbox> work) {
        runJobInTransaction(sessions, session -> work.accept(new Outbox(session, clock)));
    }
}
