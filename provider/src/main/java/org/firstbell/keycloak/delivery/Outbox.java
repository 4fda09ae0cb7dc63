package org.firstbell.keycloak.delivery;

import static org.firstbell.keycloak.delivery.DeliveryStatus.DEAD;
import static org.firstbell.keycloak.delivery.DeliveryStatus.DELIVERED;
import static org.firstbell.keycloak.delivery.DeliveryStatus.DUE;
import static org.firstbell.keycloak.delivery.DeliveryStatus.LEASED;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hibernate.LockMode;
import org.hibernate.query.SelectionQuery;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/**
 * The table of deliveries, and all that is ever asked of it or written to it.
 *
 * <p>Every method works in the transaction of the session it was made with. A session belongs to one thread, and so
 * does its outbox.
 */
final class Outbox {

    private static final Set<DeliveryStatus> UNDELIVERED = EnumSet.of(DUE, LEASED);

    private static final int MAX_ERROR_LENGTH = 1024;

    private final EntityManager entities;
    private final Clock clock;

    Outbox(KeycloakSession session, Clock clock) {
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        this.clock = clock;
    }

    /** Writes one row, due at once. The insert happens now, so that a failure is the caller's to see. */
    void append(String realmId, String receiverId, OutgoingEvent event, String claims) {
        long now = clock.millis();
        DeliveryEntity row = new DeliveryEntity();
        row.id = UUID.randomUUID().toString();
        row.realmId = realmId;
        row.receiverId = receiverId;
        row.userId = event.userId();
        row.eventType = event.type().toString();
        row.claims = claims;
        row.status = DUE;
        row.createdAt = now;
        row.nextAttemptAt = now;
        entities.persist(row);
        entities.flush();
    }

    /**
     * Leases deliveries that are due, oldest first, at most one per user and receiver.
     *
     * <p>A leased row is invisible to other nodes until {@code lease} has passed; a worker that dies loses nothing. A
     * row waits for every earlier undelivered one of the same user and receiver, so a person's events arrive in order.
     *
     * @param limit rows to lease, at least 1
     * @param lease how long the caller may take to send and record; longer than the timeouts of a push
     * @return the leased rows, possibly none
     */
    List<DeliveryEntity> claimDue(int limit, Duration lease) {
        Instant now = clock.instant();
        var query = entities.createQuery(
                        "select d from FirstbellDelivery d"
                                + " where d.status in (:undelivered) and d.nextAttemptAt <= :now"
                                + " and not exists (select e.seq from FirstbellDelivery e"
                                + " where e.userId = d.userId and e.receiverId = d.receiverId"
                                + " and e.seq < d.seq and e.status in (:undelivered))"
                                + " order by d.nextAttemptAt, d.seq",
                        DeliveryEntity.class)
                .setParameter("undelivered", UNDELIVERED)
                .setParameter("now", now.toEpochMilli())
                .setMaxResults(limit)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE);
        query.unwrap(SelectionQuery.class).setHibernateLockMode(LockMode.UPGRADE_SKIPLOCKED);
        List<DeliveryEntity> rows = query.getResultList();
        for (DeliveryEntity row : rows) {
            row.status = LEASED;
            row.attempts++;
            row.nextAttemptAt = now.plus(lease).toEpochMilli();
        }
        return rows;
    }

    void markDelivered(LeaseId lease) {
        settle(lease, DELIVERED, clock.instant(), null);
    }

    void markDead(LeaseId lease, String reason) {
        settle(lease, DEAD, clock.instant(), reason);
    }

    void markForRetry(LeaseId lease, Instant nextAttempt, String reason) {
        settle(lease, DUE, nextAttempt, reason);
    }

    /** Does nothing if the lease has passed and another node holds the row by now. */
    private void settle(LeaseId lease, DeliveryStatus status, Instant at, String reason) {
        entities.createQuery("update FirstbellDelivery d"
                        + " set d.status = :status, d.nextAttemptAt = :at, d.lastError = :reason"
                        + " where d.seq = :seq and d.attempts = :attempts and d.status = :leased")
                .setParameter("status", status)
                .setParameter("at", at.toEpochMilli())
                .setParameter("reason", shortened(reason))
                .setParameter("seq", lease.seq())
                .setParameter("attempts", lease.attempt())
                .setParameter("leased", LEASED)
                .executeUpdate();
    }

    /**
     * A page of a realm's deliveries, oldest first.
     *
     * @param status empty for every status
     * @param after {@code seq} of the last row of the page before, 0 for the first page
     */
    List<DeliveryEntity> list(String realmId, Optional<DeliveryStatus> status, long after, int max) {
        Set<DeliveryStatus> wanted =
                status.<Set<DeliveryStatus>>map(EnumSet::of).orElse(EnumSet.allOf(DeliveryStatus.class));
        return entities.createQuery(
                        "select d from FirstbellDelivery d"
                                + " where d.realmId = :realm and d.status in (:wanted) and d.seq > :after order by d.seq",
                        DeliveryEntity.class)
                .setParameter("realm", realmId)
                .setParameter("wanted", wanted)
                .setParameter("after", after)
                .setMaxResults(max)
                .getResultList();
    }

    /** How many deliveries of the realm are in each status; every status is a key. */
    Map<DeliveryStatus, Long> count(String realmId) {
        Map<DeliveryStatus, Long> counts = new EnumMap<>(DeliveryStatus.class);
        for (DeliveryStatus status : DeliveryStatus.values()) {
            counts.put(status, 0L);
        }
        entities.createQuery(
                        "select d.status, count(d) from FirstbellDelivery d where d.realmId = :realm group by d.status",
                        Object[].class)
                .setParameter("realm", realmId)
                .getResultList()
                .forEach(row -> counts.put((DeliveryStatus) row[0], (Long) row[1]));
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
        dead.nextAttemptAt = clock.millis();
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

    /** Forgets what was delivered before {@code then}, and with it the personal data in it. */
    void deleteDeliveredBefore(Instant then) {
        entities.createQuery("delete from FirstbellDelivery d where d.status = :delivered and d.nextAttemptAt < :then")
                .setParameter("delivered", DELIVERED)
                .setParameter("then", then.toEpochMilli())
                .executeUpdate();
    }

    private static String shortened(String reason) {
        return reason == null || reason.length() <= MAX_ERROR_LENGTH ? reason : reason.substring(0, MAX_ERROR_LENGTH);
    }

    /**
     * Which row was leased, and for the how manieth time.
     *
     * @param attempt counts from 1
     */
    record LeaseId(long seq, int attempt) {}
}
