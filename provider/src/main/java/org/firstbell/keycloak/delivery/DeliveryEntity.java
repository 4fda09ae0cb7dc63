package org.firstbell.keycloak.delivery;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** One row of the outbox. Instants are milliseconds since the epoch, as everywhere in Keycloak's tables. */
@Entity(name = "FirstbellDelivery")
@Table(name = "FIRSTBELL_DELIVERY")
class DeliveryEntity {

    /** Next attempt of a row that has not been tried: no clock is so wrong that this would be in its future. */
    static final long AT_ONCE = 0;

    /** Grows with every row: the order in which a person's events are sent. */
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Column(name = "SEQ")
    long seq;

    /** Public id, and the event's {@code jti}. */
    @Column(name = "ID", length = 36, nullable = false, updatable = false)
    String id;

    @Column(name = "REALM_ID", length = 36, nullable = false, updatable = false)
    String realmId;

    /** Internal id of the client that receives the event. */
    @Column(name = "RECEIVER_ID", length = 36, nullable = false, updatable = false)
    String receiverId;

    @Column(name = "USER_ID", length = 255, nullable = false, updatable = false)
    String userId;

    /** The event type, a URI. */
    @Column(name = "EVENT_TYPE", length = 255, nullable = false, updatable = false)
    String eventType;

    /** The claims of the event that are known when it happens, as JSON; the rest is added when it is signed. */
    @Column(name = "CLAIMS", nullable = false, updatable = false)
    String claims;

    /** The trace that the event is part of (W3C Trace Context). */
    @Column(name = "TRACEPARENT", length = 55, updatable = false)
    String traceparent;

    @Enumerated(EnumType.STRING)
    @Column(name = "STATUS", length = 16, nullable = false)
    DeliveryStatus status;

    /** Leases so far. Also the fencing token: only who holds the latest lease may record an outcome. */
    @Column(name = "ATTEMPTS", nullable = false)
    int attempts;

    @Column(name = "CREATED_AT", nullable = false, updatable = false)
    long createdAt;

    /** When a due row is sent next, when a lease ends, or when the row was delivered or died. */
    @Column(name = "NEXT_ATTEMPT_AT", nullable = false)
    long nextAttemptAt;

    @Column(name = "LAST_ERROR", length = 1024)
    String lastError;
}
