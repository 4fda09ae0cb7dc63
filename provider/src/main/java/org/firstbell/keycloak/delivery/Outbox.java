package org.firstbell.keycloak.delivery;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.firstbell.keycloak.delivery.DeliveryStatus.DEAD;
import static org.firstbell.keycloak.delivery.DeliveryStatus.DELIVERED;
import static org.firstbell.keycloak.delivery.DeliveryStatus.DUE;
import static org.firstbell.keycloak.delivery.DeliveryStatus.LEASED;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.firstbell.keycloak.delivery.Receivers.ReceiverId;
import org.hibernate.LockMode;
import org.hibernate.query.SelectionQuery;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/**
 * The table of deliveries, and all that is ever asked of it or written to it.
 *
 * <p>Every method works in the transaction of the entity manager it was made with, which belongs to one thread, and so
 * does its outbox. Time is the database's, which is the same for all nodes.
 */
final class Outbox {

    private static final Set<DeliveryStatus> UNDELIVERED = EnumSet.of(DUE, LEASED);

    /**
     * Rows of a receiver that may be sent: due, and the earliest on its way for their user. A dead one does not hold up
     * those after it.
     */
    private static final String SENDABLE =
            " from FirstbellDelivery d where d.receiverId = :receiver and d.status = :due"
                    + " and not exists (select e.seq from FirstbellDelivery e"
                    + " where e.userId = d.userId and e.receiverId = d.receiverId"
                    + " and e.seq < d.seq and e.status in (:undelivered))";

    private static final int MAX_ERROR_LENGTH = 1024;

    private final EntityManager entities;

    private Instant now;

    Outbox(KeycloakSession session) {
        this(session.getProvider(JpaConnectionProvider.class).getEntityManager());
    }

    Outbox(EntityManager entities) {
        this.entities = entities;
    }

    /** The time on which all nodes agree, whatever their own clocks say: the database's, when first asked for. */
    Instant now() {
        if (now == null) {
            now = entities.createQuery("select instant", Instant.class).getSingleResult();
        }
        return now;
    }

    /**
     * Writes one row, due at once, for a round to lease. The insert happens now, so that a failure is the caller's to see.
     *
     * @param createdAt now, by the node's own clock: asking the database would cost each login a round trip
     * @param traceparent the trace that the event is part of (W3C Trace Context), if any
     */
    void append(
            ReceiverId receiver, OutgoingEvent event, String claims, Instant createdAt, Optional<String> traceparent) {
        DeliveryEntity row = row(receiver, event, claims, createdAt, traceparent);
        row.status = DUE;
        row.nextAttemptAt = DeliveryEntity.AT_ONCE;
        insert(row);
    }

    /**
     * Writes one row as {@link #append} does, but leased already: for the caller to send as soon as it is committed. Only
     * for the first event of a user; the order of later ones is the rounds' to keep.
     *
     * @param leasedUntil by the database's clock
     */
    DeliveryEntity appendLeased(
            ReceiverId receiver,
            OutgoingEvent event,
            String claims,
            Instant createdAt,
            Optional<String> traceparent,
            Instant leasedUntil) {
        DeliveryEntity row = row(receiver, event, claims, createdAt, traceparent);
        lease(row, leasedUntil);
        insert(row);
        return row;
    }

    private static DeliveryEntity row(
            ReceiverId receiver, OutgoingEvent event, String claims, Instant createdAt, Optional<String> traceparent) {
        DeliveryEntity row = new DeliveryEntity();
        row.id = UUID.randomUUID().toString();
        row.realmId = receiver.realm();
        row.receiverId = receiver.client();
        row.userId = event.userId();
        row.eventType = event.type().toString();
        row.claims = claims;
        row.traceparent = traceparent.orElse(null);
        row.createdAt = createdAt.toEpochMilli();
        return row;
    }

    private void insert(DeliveryEntity row) {
        entities.persist(row);
        entities.flush();
    }

    private static void lease(DeliveryEntity row, Instant until) {
        row.status = LEASED;
        row.attempts++;
        row.nextAttemptAt = until.toEpochMilli();
    }

    /**
     * Leases deliveries of a receiver that are due, those never tried first, at most one per user.
     *
     * <p>A leased row is invisible to other nodes until {@code lease} has passed; a worker that dies loses nothing. A
     * row waits for every earlier undelivered one of the same user and receiver, so a person's events arrive in order.
     *
     * @param limit rows to lease, at least 1
     * @param lease how long the caller may take to send and record; longer than the timeouts of a push
     * @return the leased rows, possibly none
     */
    List<DeliveryEntity> claimDue(ReceiverId receiver, int limit, Duration lease) {
        TypedQuery<DeliveryEntity> query = sendable(
                        "select d" + SENDABLE + " and d.nextAttemptAt <= :now order by d.nextAttemptAt, d.seq",
                        DeliveryEntity.class,
                        receiver)
                .setParameter("now", now().toEpochMilli())
                .setMaxResults(limit)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE);
        query.unwrap(SelectionQuery.class).setHibernateLockMode(LockMode.UPGRADE_SKIPLOCKED);
        List<DeliveryEntity> rows = query.getResultList();
        rows.forEach(row -> lease(row, now().plus(lease)));
        return rows;
    }

    /** How long until the receiver's next delivery is due; negative if one is due already, empty if none waits. */
    Optional<Duration> nextDueIn(ReceiverId receiver) {
        return sendable("select d.nextAttemptAt" + SENDABLE + " order by d.nextAttemptAt", Long.class, receiver)
                .setMaxResults(1)
                .getResultStream()
                .findAny()
                .map(at -> Duration.between(now(), Instant.ofEpochMilli(at)));
    }

    private <T> TypedQuery<T> sendable(String query, Class<T> type, ReceiverId receiver) {
        return entities.createQuery(query, type)
                .setParameter("receiver", receiver.client())
                .setParameter("due", DUE)
                .setParameter("undelivered", UNDELIVERED);
    }

    /**
     * Records how attempts have ended; those that have ended alike in one statement. Leases that have passed, and rows that
     * are gone, are left alone: another node may hold them by now.
     */
    void settle(Collection<Settlement> settlements) {
        settlements.stream()
                .collect(
                        groupingBy(Settlement::ofNoRow, mapping(it -> it.lease().seq(), toList())))
                .forEach(this::settle);
    }

    private void settle(Settlement settlement, List<Long> seqs) {
        entities.createQuery("update FirstbellDelivery d"
                        + " set d.status = :status, d.nextAttemptAt = :at, d.lastError = :reason"
                        + " where d.seq in (:seqs) and d.attempts = :attempt and d.status = :leased")
                .setParameter("status", settlement.status())
                .setParameter("at", now().plus(settlement.pause()).toEpochMilli())
                .setParameter(
                        "reason", settlement.reason().map(Outbox::shortened).orElse(null))
                .setParameter("seqs", seqs)
                .setParameter("attempt", settlement.lease().attempt())
                .setParameter("leased", LEASED)
                .executeUpdate();
    }

    /** Makes due again what a node has leased and neither delivered nor given back in time. */
    void endPassedLeases() {
        entities.createQuery("update FirstbellDelivery d set d.status = :due"
                        + " where d.status = :leased and d.nextAttemptAt < :now")
                .setParameter("due", DUE)
                .setParameter("leased", LEASED)
                .setParameter("now", now().toEpochMilli())
                .executeUpdate();
    }

    /** Makes due at once what waits for another attempt at a receiver that has recovered. */
    void bringForward(ReceiverId receiver) {
        entities.createQuery("update FirstbellDelivery d set d.nextAttemptAt = :now"
                        + " where d.receiverId = :receiver and d.status = :due and d.nextAttemptAt > :now")
                .setParameter("now", now().toEpochMilli())
                .setParameter("receiver", receiver.client())
                .setParameter("due", DUE)
                .executeUpdate();
    }

    /** For whom something is due now. */
    List<ReceiverId> receiversWithDue() {
        return entities.createQuery(
                        "select distinct d.realmId, d.receiverId from FirstbellDelivery d"
                                + " where d.status = :due and d.nextAttemptAt <= :now",
                        ReceiverId.class)
                .setParameter("due", DUE)
                .setParameter("now", now().toEpochMilli())
                .getResultList();
    }

    /** What is on its way in all realms, for an operator to watch. */
    Backlog backlog() {
        Map<DeliveryStatus, Long> counts = counts(entities.createQuery(
                        "select d.status, count(d) from FirstbellDelivery d where d.status in (:kept) group by d.status",
                        Object[].class)
                .setParameter("kept", EnumSet.complementOf(EnumSet.of(DELIVERED)))
                .getResultList());
        Duration oldest = Optional.ofNullable(entities.createQuery(
                                "select min(d.createdAt) from FirstbellDelivery d where d.status in (:undelivered)",
                                Long.class)
                        .setParameter("undelivered", UNDELIVERED)
                        .getSingleResult())
                .map(createdAt -> Duration.between(Instant.ofEpochMilli(createdAt), now()))
                .orElse(Duration.ZERO);
        return new Backlog(counts.get(DUE), counts.get(LEASED), counts.get(DEAD), oldest);
    }

    /** A page of a realm's deliveries, oldest first. */
    List<DeliveryEntity> list(String realmId, DeliveryFilter filter, long after, int max) {
        TypedQuery<DeliveryEntity> query = entities.createQuery(
                        "select d from FirstbellDelivery d where d.realmId = :realm and d.seq > :after"
                                + filter.conditions() + " order by d.seq",
                        DeliveryEntity.class)
                .setParameter("realm", realmId)
                .setParameter("after", after)
                .setMaxResults(max);
        filter.parameters(now()).forEach(query::setParameter);
        return query.getResultList();
    }

    /** How many deliveries of the realm are in each status; every status is a key. */
    Map<DeliveryStatus, Long> count(String realmId) {
        return counts(entities.createQuery(
                        "select d.status, count(d) from FirstbellDelivery d where d.realmId = :realm group by d.status",
                        Object[].class)
                .setParameter("realm", realmId)
                .getResultList());
    }

    private static Map<DeliveryStatus, Long> counts(List<Object[]> rows) {
        Map<DeliveryStatus, Long> counts = new EnumMap<>(DeliveryStatus.class);
        for (DeliveryStatus status : DeliveryStatus.values()) {
            counts.put(status, 0L);
        }
        rows.forEach(row -> counts.put((DeliveryStatus) row[0], (Long) row[1]));
        return counts;
    }

    Optional<DeliveryEntity> find(String realmId, String id) {
        return entities.createQuery(
                        "select d from FirstbellDelivery d where d.realmId = :realm and d.id = :id",
                        DeliveryEntity.class)
                .setParameter("realm", realmId)
                .setParameter("id", id)
                .getResultStream()
                .findAny();
    }

    /** Makes a dead delivery due again, with all its attempts before it. */
    void redeliver(DeliveryEntity dead) {
        dead.status = DUE;
        dead.attempts = 0;
        dead.nextAttemptAt = DeliveryEntity.AT_ONCE;
    }

    /**
     * Makes all dead deliveries that pass the filter due again.
     *
     * @return how many there were
     */
    int redeliverDead(String realmId, DeliveryFilter filter) {
        var update = entities.createQuery(
                        "update FirstbellDelivery d set d.status = :due, d.attempts = 0, d.nextAttemptAt = :atOnce"
                                + " where d.realmId = :realm and d.status = :dead" + filter.conditions())
                .setParameter("due", DUE)
                .setParameter("atOnce", DeliveryEntity.AT_ONCE)
                .setParameter("realm", realmId)
                .setParameter("dead", DEAD);
        filter.parameters(now()).forEach(update::setParameter);
        return update.executeUpdate();
    }

    void delete(DeliveryEntity row) {
        entities.remove(row);
    }

    void deleteAllOfRealm(String realmId) {
        entities.createQuery("delete from FirstbellDelivery d where d.realmId = :realm")
                .setParameter("realm", realmId)
                .executeUpdate();
    }

    void deleteAllOfReceiver(String receiverId) {
        entities.createQuery("delete from FirstbellDelivery d where d.receiverId = :receiver")
                .setParameter("receiver", receiverId)
                .executeUpdate();
    }

    /**
     * Forgets what there was to tell about a user, but for what is being sent at this moment: the user's end has to wait
     * for that, or it would be overtaken.
     */
    void deleteAllOfUser(String realmId, String userId) {
        entities.createQuery(
                        "delete from FirstbellDelivery d where d.userId = :user and d.realmId = :realm and d.status <> :leased")
                .setParameter("user", userId)
                .setParameter("realm", realmId)
                .setParameter("leased", LEASED)
                .executeUpdate();
    }

    /** Forgets what was delivered longer ago than that, and with it the personal data in it. */
    void deleteDelivered(Duration retention) {
        entities.createQuery("delete from FirstbellDelivery d where d.status = :delivered and d.nextAttemptAt < :then")
                .setParameter("delivered", DELIVERED)
                .setParameter("then", now().minus(retention).toEpochMilli())
                .executeUpdate();
    }

    private static String shortened(String reason) {
        return reason.length() <= MAX_ERROR_LENGTH ? reason : reason.substring(0, MAX_ERROR_LENGTH);
    }

    /**
     * Which row was leased, and for the how manieth time. The latter makes it a fencing token: only who holds the latest
     * lease may record an outcome.
     *
     * @param attempt counts from 1
     */
    record LeaseId(long seq, int attempt) {}

    /**
     * How an attempt ended, as it is to be recorded.
     *
     * @param status delivered, dead, or due once more
     * @param pause until it is due once more; zero or negative otherwise, since it was delivered
     * @param reason what went wrong; empty when delivered
     */
    record Settlement(LeaseId lease, DeliveryStatus status, Duration pause, Optional<String> reason) {

        /** The same ending, whichever row it is about. */
        private Settlement ofNoRow() {
            return new Settlement(new LeaseId(0, lease.attempt()), status, pause, reason);
        }

        static Settlement delivered(LeaseId lease) {
            return delivered(lease, Duration.ZERO);
        }

        /** @param ago before now, which is when it is recorded */
        static Settlement delivered(LeaseId lease, Duration ago) {
            return new Settlement(lease, DELIVERED, ago.negated(), Optional.empty());
        }

        static Settlement retry(LeaseId lease, Duration pause, String reason) {
            return new Settlement(lease, DUE, pause, Optional.of(reason));
        }

        static Settlement dead(LeaseId lease, String reason) {
            return new Settlement(lease, DEAD, Duration.ZERO, Optional.of(reason));
        }
    }

    /**
     * What is on its way.
     *
     * @param oldest how long ago the oldest event that is due or leased happened; zero if there is none
     */
    record Backlog(long due, long leased, long dead, Duration oldest) {

        static final Backlog NONE = new Backlog(0, 0, 0, Duration.ZERO);
    }
}
