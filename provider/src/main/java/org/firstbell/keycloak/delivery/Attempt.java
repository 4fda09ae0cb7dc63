package org.firstbell.keycloak.delivery;

import java.time.Duration;
import java.time.Instant;
import org.firstbell.keycloak.delivery.Outbox.Settlement;

/**
 * A push that is over, and how it is to be recorded.
 *
 * @param endedAt by the node's clock, like the parcel's {@code createdAt}
 */
record Attempt(Parcel parcel, PushResult result, Settlement settlement, Instant endedAt) {

    /** So exactly is it recorded when something was delivered: exactly enough, and many still end alike. */
    private static final long MILLIS = 10;

    /** How it is to be recorded, for what was delivered with how long ago that was. */
    Settlement settlementAt(Instant now) {
        if (settlement.status() != DeliveryStatus.DELIVERED) {
            return settlement;
        }
        long ago = Math.max(0, Duration.between(endedAt, now).toMillis());
        return Settlement.delivered(parcel.lease(), Duration.ofMillis(ago / MILLIS * MILLIS));
    }
}
