package org.firstbell.keycloak.delivery;

import java.net.URI;
import java.time.Instant;
import java.util.Map;

/**
 * An event of one user, ready to be written into the outbox.
 *
 * @param type the event type, an absolute URI
 * @param userId the user the event is about
 * @param introducesUser whether there cannot be an earlier one of this user: then it need not wait for any
 * @param transactionId id of what happened; the same for all events that tell of it (RFC 8417, {@code txn})
 * @param happenedAt when it happened (RFC 8417, {@code toe}; whole seconds are sent)
 * @param payload the members of the event, JSON-compatible
 */
public record OutgoingEvent(
        URI type,
        String userId,
        boolean introducesUser,
        String transactionId,
        Instant happenedAt,
        Map<String, Object> payload) {

    public OutgoingEvent {
        payload = Map.copyOf(payload);
    }
}
