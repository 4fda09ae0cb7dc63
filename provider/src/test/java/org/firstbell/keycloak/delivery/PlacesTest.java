package org.firstbell.keycloak.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.firstbell.keycloak.delivery.PushResult.Refused;
import org.firstbell.keycloak.delivery.PushResult.Retryable;
import org.firstbell.keycloak.delivery.PushResult.Taken;
import org.firstbell.keycloak.delivery.Receivers.ReceiverId;
import org.junit.jupiter.api.Test;

class PlacesTest {

    private static final ReceiverId LMS = new ReceiverId("school", "lms");
    private static final ReceiverId LIBRARY = new ReceiverId("school", "library");
    private static final PushResult FAILED = new Retryable("HTTP 503", Optional.empty());

    private final SettableClock clock = new SettableClock();
    private final Places places = new Places(20, clock);

    @Test
    void areManyForAReceiverThatWorks() {
        assertThat(places.freeFor(LMS)).isEqualTo(16);
        take(LMS, 10);
        assertThat(places.freeFor(LMS)).isEqualTo(6);
    }

    @Test
    void areNoMoreThanThereAreForAll() {
        take(LMS, 16);
        assertThat(places.freeFor(LIBRARY)).isEqualTo(4);
        assertThat(places.areAllTaken()).isFalse();
        take(LIBRARY, 4);
        assertThat(places.freeFor(LIBRARY)).isZero();
        assertThat(places.areAllTaken()).isTrue();
    }

    @Test
    void areFreeAgainWhenAPushIsOver() {
        take(LMS, 16);
        places.release(LMS, new Taken());
        places.giveBack(LMS);
        assertThat(places.freeFor(LMS)).isEqualTo(2);
        assertThat(places.areAllFree()).isFalse();
        for (int i = 0; i < 14; i++) {
            places.release(LMS, new Taken());
        }
        assertThat(places.areAllFree()).isTrue();
    }

    @Test
    void areOneForAReceiverThatHasFailedUntilItAnswersAgain() {
        take(LMS, 3);
        places.release(LMS, FAILED);
        assertThat(places.freeFor(LMS)).isZero();
        places.release(LMS, FAILED);
        assertThat(places.freeFor(LMS)).isZero();
        places.release(LMS, FAILED);
        assertThat(places.freeFor(LMS)).isEqualTo(1);
        assertThat(places.freeFor(LIBRARY)).isEqualTo(16);

        take(LMS, 1);
        places.release(LMS, new Refused("HTTP 400"));
        assertThat(places.freeFor(LMS)).isEqualTo(16);
    }

    @Test
    void areNoneForAReceiverThatAsksToBeLeftAlone() {
        take(LMS, 1);
        places.release(LMS, new Retryable("HTTP 429", Optional.of(Duration.ofMinutes(2))));
        assertThat(places.freeFor(LMS)).isZero();
        assertThat(places.opensIn(LMS)).isEqualTo(Duration.ofMinutes(2));

        clock.advance(Duration.ofMinutes(2));
        assertThat(places.freeFor(LMS)).isEqualTo(1);
        assertThat(places.opensIn(LMS)).isZero();
    }

    @Test
    void tellWhenADeadReceiverHasRecovered() {
        assertThat(recoversAfter(4)).isFalse();
        assertThat(recoversAfter(5)).isTrue();
        assertThat(recoversAfter(0)).isFalse();
    }

    @Test
    void tellWhomNothingWouldRemindUsOf() {
        assertThat(places.isLeftAlone(LMS)).isFalse();
        take(LMS, 2);
        assertThat(places.isLeftAlone(LMS)).isFalse();
        places.release(LMS, FAILED);
        assertThat(places.isLeftAlone(LMS)).isFalse();
        places.release(LMS, FAILED);
        assertThat(places.isLeftAlone(LMS)).isTrue();
    }

    private boolean recoversAfter(int failures) {
        for (int i = 0; i < failures; i++) {
            take(LMS, 1);
            places.release(LMS, FAILED);
        }
        take(LMS, 1);
        return places.release(LMS, new Taken());
    }

    private void take(ReceiverId receiver, int count) {
        for (int i = 0; i < count; i++) {
            places.take(receiver);
        }
    }

    private static final class SettableClock extends Clock {

        private Instant now = Instant.parse("2026-11-22T08:00:00Z");

        void advance(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("instants have no zone");
        }
    }
}
