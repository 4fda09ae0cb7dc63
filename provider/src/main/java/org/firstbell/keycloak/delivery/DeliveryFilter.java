package org.firstbell.keycloak.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which deliveries of a realm an administrator asks about.
 *
 * @param receiverId internal id of a client
 * @param olderThan how long ago the event happened, at least
 */
record DeliveryFilter(
        Optional<DeliveryStatus> status,
        Optional<String> receiverId,
        Optional<String> userId,
        Optional<Duration> olderThan) {

    static final DeliveryFilter NONE =
            new DeliveryFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Conditions on {@code d}, each preceded by {@code and}. */
    String conditions() {
        StringBuilder conditions = new StringBuilder();
        status.ifPresent(it -> conditions.append(" and d.status = :status"));
        receiverId.ifPresent(it -> conditions.append(" and d.receiverId = :receiver"));
        userId.ifPresent(it -> conditions.append(" and d.userId = :user"));
        olderThan.ifPresent(it -> conditions.append(" and d.createdAt < :before"));
        return conditions.toString();
    }

    /** The values of those conditions, by the names they have there. */
    Map<String, Object> parameters(Instant now) {
        Map<String, Object> parameters = new HashMap<>();
        status.ifPresent(it -> parameters.put("status", it));
        receiverId.ifPresent(it -> parameters.put("receiver", it));
        userId.ifPresent(it -> parameters.put("user", it));
        olderThan.ifPresent(it -> parameters.put("before", now.minus(it).toEpochMilli()));
        return parameters;
    }
}
