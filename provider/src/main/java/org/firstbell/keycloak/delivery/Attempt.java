package org.firstbell.keycloak.delivery;

import java.time.Instant;
import org.firstbell.keycloak.delivery.Outbox.Settlement;

/**
 * A push that is over, and how it is to be recorded.
 *
 * @param endedAt by the node's clock, like the parcel's {@code createdAt}
 */
record Attempt(Parcel parcel, PushResult result, Settlement settlement, Instant endedAt) {}
