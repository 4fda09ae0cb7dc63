package org.firstbell.lms.testing;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The API's clock, which a test may put forward. */
@Alternative
@Priority(1)
@Singleton
public final class TestClock extends Clock {

    private volatile Duration ahead = Duration.ZERO;
    private volatile Instant stoppedAt;

    public void putForward(Duration duration) {
        ahead = duration;
    }

    /** From now on only a test moves it. */
    public void stop() {
        stoppedAt = Instant.now();
    }

    public void reset() {
        ahead = Duration.ZERO;
        stoppedAt = null;
    }

    @Override
    public Instant instant() {
        Instant now = stoppedAt;
        return (now == null ? Instant.now() : now).plus(ahead);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("the API knows UTC only");
    }
}
