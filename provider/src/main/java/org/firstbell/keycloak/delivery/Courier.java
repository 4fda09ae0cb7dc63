package org.firstbell.keycloak.delivery;

import static org.keycloak.models.utils.KeycloakModelUtils.runJobInTransactionWithResult;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.firstbell.keycloak.delivery.Outbox.LeaseId;
import org.firstbell.keycloak.delivery.Outbox.Settlement;
import org.firstbell.keycloak.delivery.PushResult.Refused;
import org.firstbell.keycloak.delivery.PushResult.Retryable;
import org.firstbell.keycloak.delivery.PushResult.Taken;
import org.firstbell.keycloak.delivery.Receivers.ReceiverId;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;
import org.jboss.logging.MDC;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * Carries this node's share of the outbox to the receivers. Any number of nodes may do so at once.
 *
 * <p>Works in rounds, one at a time. A {@link Round} is one short transaction, which records how pushes have ended since
 * the last one and leases as many deliveries as there are places for; then these are pushed, each on a thread of its own
 * and without a transaction. The more there is to do, the more a round records and leases at once. What is leased when it
 * is written, the first event of a person, is pushed without waiting for a round, and recorded with others like it.
 */
final class Courier {

    private static final Logger LOG = Logger.getLogger(Courier.class);

    /** A field of its own in structured logs; the LMS's have the same. */
    private static final String DELIVERY_ID = "deliveryId";

    private static final Duration TIME_TO_STOP = Duration.ofSeconds(5);

    /** Below that, a row that another node holds locked would be asked for again and again. */
    private static final long SHORTEST_ALARM_MILLIS = 500;

    /** For how long the end of a push that nobody waits for is left to be recorded together with others. */
    private static final long GATHERING_MILLIS = 100;

    private final KeycloakSessionFactory sessions;
    private final ExecutorService executor;
    private final Push push;
    private final RetrySchedule schedule;
    private final Places places;
    private final DeliveryMetrics metrics;
    private final Clock clock;

    /** Calls for a round that none has answered yet; above zero while one is under way. */
    private final AtomicInteger calls = new AtomicInteger();

    private final AtomicBoolean gathering = new AtomicBoolean();

    private final Set<ReceiverId> called = ConcurrentHashMap.newKeySet();
    private final Queue<Attempt> ended = new ConcurrentLinkedQueue<>();
    private final Set<ReceiverId> alarmed = ConcurrentHashMap.newKeySet();

    // What belongs to the rounds, and outlives one whose transaction fails.
    private final List<Attempt> unrecorded = new ArrayList<>();
    private final Set<ReceiverId> recovered = new LinkedHashSet<>();
    private final Set<ReceiverId> waiting = new LinkedHashSet<>();

    private final CountDownLatch atRest = new CountDownLatch(1);
    private volatile boolean stopped;

    Courier(
            KeycloakSessionFactory sessions,
            ExecutorService executor,
            Push push,
            RetrySchedule schedule,
            Places places,
            DeliveryMetrics metrics,
            Clock clock) {
        this.sessions = sessions;
        this.executor = executor;
        this.push = push;
        this.schedule = schedule;
        this.places = places;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Has the outbox looked at for these receivers, soon and on another thread. Cheap; from any thread. */
    void wake(Collection<ReceiverId> receivers) {
        called.addAll(receivers);
        callForRound();
    }

    /** Whether a push to this receiver may begin now. From any thread. */
    boolean hasPlaceFor(ReceiverId receiver) {
        return places.freeFor(receiver) > 0;
    }

    /**
     * Pushes what is leased already, on other threads; a round records how that has ended, a moment later. Cheap; from
     * any thread.
     */
    void push(Collection<Parcel> parcels) {
        for (Parcel parcel : parcels) {
            places.take(parcel.receiver().id());
            execute(() -> {
                if (send(parcel) instanceof Taken) {
                    callForRoundSoon();
                } else {
                    // So that the next event already finds a receiver that wants to be left alone.
                    callForRound();
                }
            });
        }
    }

    /** Begins no more pushes, and waits a little for those under way. What is not recorded by then is sent again. */
    void stop() {
        stopped = true;
        callForRound();
        try {
            if (!atRest.await(TIME_TO_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.info("deliveries under way are not waited for; they are due again when their leases have passed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void callForRound() {
        if (calls.getAndIncrement() == 0) {
            execute(this::goOnRounds);
        }
    }

    /** Lets one round record whatever ends within a moment; in a storm of first logins each would have its own otherwise. */
    private void callForRoundSoon() {
        if (stopped) {
            callForRound();
        } else if (gathering.compareAndSet(false, true)) {
            after(GATHERING_MILLIS, () -> {
                gathering.set(false);
                callForRound();
            });
        }
    }

    private void goOnRounds() {
        int answered;
        do {
            answered = calls.get();
            try {
                goOnRound();
            } catch (RuntimeException | Error e) {
                // An error too: a call left unanswered would be the last one that is listened to.
                LOG.error("deliveries could neither be recorded nor leased; the next round tries again", e);
            }
        } while (!calls.compareAndSet(answered, 0));
    }

    private void goOnRound() {
        takeInWhatEnded();
        takeInCalls();
        List<Parcel> leased = new ArrayList<>();
        Round round;
        try {
            round = runJobInTransactionWithResult(sessions, session -> {
                Round it = new Round(session, places, leased);
                it.record(unrecorded, clock.instant(), recovered);
                if (!stopped) {
                    it.lease(waiting);
                }
                return it;
            });
        } catch (RuntimeException | Error e) {
            leased.forEach(parcel -> places.giveBack(parcel.receiver().id()));
            throw e;
        }
        unrecorded.forEach(this::tell);
        unrecorded.clear();
        recovered.clear();
        waiting.retainAll(round.crowdedOut());
        leased.forEach(parcel -> execute(() -> {
            send(parcel);
            callForRound();
        }));
        round.pauses().forEach(this::setAlarm);
        if (stopped && places.areAllFree()) {
            atRest.countDown();
        }
    }

    private void takeInWhatEnded() {
        for (Attempt attempt = ended.poll(); attempt != null; attempt = ended.poll()) {
            ReceiverId receiver = attempt.parcel().receiver().id();
            if (places.release(receiver, attempt.result())) {
                recovered.add(receiver);
            }
            waiting.add(receiver);
            unrecorded.add(attempt);
        }
    }

    private void takeInCalls() {
        for (Iterator<ReceiverId> it = called.iterator(); it.hasNext(); ) {
            waiting.add(it.next());
            it.remove();
        }
    }

    private void tell(Attempt attempt) {
        metrics.count(attempt);
        Parcel parcel = attempt.parcel();
        MDC.put(DELIVERY_ID, parcel.deliveryId());
        try {
            LOG.logf(
                    attempt.settlement().status() == DeliveryStatus.DEAD ? Level.WARN : Level.DEBUG,
                    "delivery %s to %s, attempt %d: %s, %s",
                    parcel.deliveryId(),
                    parcel.receiver().clientId(),
                    parcel.lease().attempt(),
                    attempt.settlement().status(),
                    attempt.settlement().reason().orElse("taken"));
        } finally {
            MDC.remove(DELIVERY_ID);
        }
    }

    private PushResult send(Parcel parcel) {
        PushResult result;
        MDC.put(DELIVERY_ID, parcel.deliveryId());
        try {
            result = push.send(parcel);
        } catch (RuntimeException | Error e) {
            // An error too: the place would stay taken.
            LOG.errorf(
                    e,
                    "delivery %s to %s could not be sent",
                    parcel.deliveryId(),
                    parcel.receiver().clientId());
            result = new Retryable(e.getClass().getSimpleName(), Optional.empty());
        } finally {
            MDC.remove(DELIVERY_ID);
        }
        ended.add(new Attempt(parcel, result, settlement(parcel.lease(), result), clock.instant()));
        return result;
    }

    private Settlement settlement(LeaseId lease, PushResult result) {
        if (result instanceof Retryable failure) {
            return schedule.pauseAfter(lease.attempt(), failure.retryAfter())
                    .map(pause -> Settlement.retry(lease, pause, failure.reason()))
                    .orElseGet(() -> Settlement.dead(lease, failure.reason()));
        }
        return result instanceof Refused refusal
                ? Settlement.dead(lease, refusal.reason())
                : Settlement.delivered(lease);
    }

    /** One alarm per receiver: whatever is due after the first is seen when it rings. */
    private void setAlarm(ReceiverId receiver, Duration pause) {
        if (alarmed.add(receiver)) {
            long millis = Math.max(pause.toMillis(), SHORTEST_ALARM_MILLIS);
            after(millis, () -> {
                alarmed.remove(receiver);
                wake(List.of(receiver));
            });
        }
    }

    private void after(long millis, Runnable task) {
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, this::execute)
                .execute(task);
    }

    private void execute(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException shuttingDown) {
            LOG.debug("not executed: Keycloak is shutting down");
        }
    }
}
