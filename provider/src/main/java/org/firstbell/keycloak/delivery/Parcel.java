package org.firstbell.keycloak.delivery;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.firstbell.keycloak.delivery.Outbox.LeaseId;
import org.firstbell.keycloak.delivery.Receivers.Receiver;

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
        Supplier<String> token) {}
