package org.firstbell.keycloak.delivery;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;

/**
 * A delivery as administrators see it. What the event says about the person is not part of it.
 *
 * @param receiver client id of the receiver
 * @param createdAt ISO 8601, as are all times here
 * @param nextAttemptAt only while it is due or leased
 * @param deliveredAt when the receiver's answer was recorded
 * @param lastError why the last attempt failed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DeliveryView(
        String id,
        String receiver,
        String type,
        String userId,
        DeliveryStatus status,
        int attempts,
        @JsonFormat(shape = JsonFormat.Shape.STRING) Instant createdAt,
        @JsonFormat(shape = JsonFormat.Shape.STRING) Instant nextAttemptAt,
        @JsonFormat(shape = JsonFormat.Shape.STRING) Instant deliveredAt,
        String lastError) {

    static DeliveryView of(DeliveryEntity row, String receiver) {
        boolean undelivered = row.status == DeliveryStatus.DUE || row.status == DeliveryStatus.LEASED;
        return new DeliveryView(
                row.id,
                receiver,
                row.eventType,
                row.userId,
                row.status,
                row.attempts,
                Instant.ofEpochMilli(row.createdAt),
                undelivered ? Instant.ofEpochMilli(Math.max(row.createdAt, row.nextAttemptAt)) : null,
                row.status == DeliveryStatus.DELIVERED ? Instant.ofEpochMilli(row.nextAttemptAt) : null,
                row.lastError);
    }

    /**
     * A page of deliveries.
     *
     * @param next the parameter {@code cursor} of the next page; absent on the last one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Page(List<DeliveryView> deliveries, String next) {}
}
