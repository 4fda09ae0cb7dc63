package org.firstbell.keycloak.delivery;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where a delivery stands. The names are part of the REST interface and of the table. */
public enum DeliveryStatus {
    /** Waits for its next attempt. */
    DUE,
    /** A node is sending it, or was when it died; due again when the lease has passed. */
    LEASED,
    /** The receiver has taken it. */
    DELIVERED,
    /** Given up, with the reason; stays until somebody redelivers or deletes it. */
    DEAD;

    @JsonValue
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<DeliveryStatus> ofWireName(String wireName) {
        return Arrays.stream(values())
                .filter(status -> status.wireName().equals(wireName))
                .findAny();
    }
}
