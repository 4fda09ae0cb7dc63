package org.firstbell.lms.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;

/**
 * A verified Security Event Token (RFC 8417) of the realm, about one user.
 *
 * @param id the {@code jti}, the same at each delivery
 * @param type the event's URI
 * @param userId whom it is about
 * @param occurredAt the {@code toe}
 * @param payload a JSON object, as the type has it
 */
record SecurityEvent(String id, String type, UUID userId, Instant occurredAt, JsonNode payload) {

    /** Of a Security Event Token (RFC 8417 section 7.1). */
    static final String MEDIA_TYPE = "application/secevent+jwt";
}
