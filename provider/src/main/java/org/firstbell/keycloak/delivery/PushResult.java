package org.firstbell.keycloak.delivery;

import java.time.Duration;
import java.util.Optional;

/** What became of one push. */
sealed interface PushResult {

    /** The receiver has the event. */
    record Taken() implements PushResult {}

    /** It may go better another time. */
    record Retryable(String reason, Optional<Duration> retryAfter) implements PushResult {}

    /** It will go no better another time. */
    record Refused(String reason) implements PushResult {}
}
