package org.firstbell.keycloak.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.firstbell.keycloak.delivery.Outbox.LeaseId;
import org.firstbell.keycloak.delivery.Receivers.Receiver;
import org.firstbell.keycloak.delivery.SecurityEventTokens.Signer;

/**
 * A leased delivery, packed and addressed: all that a push needs, and no entity of a finished transaction.
 *
 * @param deliveryId for logs
 * @param traceparent the trace that the event is part of (W3C Trace Context)
 * @param createdAt when the event happened
 * @param token makes the signed security event token, on any thread
 */
record Parcel(
        LeaseId lease,
        String deliveryId,
        Receiver receiver,
        Optional<String> traceparent,
        Instant createdAt,
        Supplier<String> token) {

    /** For how long a delivery is leased. */
    static final Duration LEASE = Push.LONGEST.multipliedBy(2);

    /**
     * Packs a leased row.
     *
     * @param now when the event is told ({@code iat})
     */
    static Parcel of(DeliveryEntity row, Receiver receiver, Signer signer, Instant now) {
        return new Parcel(
                new LeaseId(row.seq, row.attempts),
                row.id,
                receiver,
                Optional.ofNullable(row.traceparent),
                Instant.ofEpochMilli(row.createdAt),
                signer.token(row, now));
    }
}
