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
    private final Places places = new Places(36, clock);

    @Test
    void areFewForAReceiverOfWhichNothingIsKnown() {
        assertThat(places.freeFor(LMS)).isEqualTo(8);
        take(LMS, 6);
        assertThat(places.freeFor(LMS)).isEqualTo(2);
    }

    @Test
    void areOneMoreForEachAnswerUpToALimit() {
        take(LMS, 8);
        answer(LMS, 1);
        assertThat(places.freeFor(LMS)).isEqualTo(2);
        answer(LMS, 5);
        assertThat(places.freeFor(LMS)).isEqualTo(12);

        work(LMS, 30);
        assertThat(places.freeFor(LMS)).isZero();
        answer(LMS, 31);
        assertThat(places.freeFor(LMS)).isEqualTo(31);
    }

    @Test
    void areFewAgainForAReceiverThatHasHadNothingToAnswer() {
        work(LMS, 32);
        answer(LMS, 32);
        assertThat(places.freeFor(LMS)).isEqualTo(8);
    }

    @Test
    void areNoMoreThanThereAreForAll() {
        work(LMS, 32);
        assertThat(places.freeFor(LIBRARY)).isEqualTo(4);
        assertThat(places.areAllTaken()).isFalse();
        take(LIBRARY, 4);
        assertThat(places.freeFor(LIBRARY)).isZero();
        assertThat(places.areAllTaken()).isTrue();
    }

    @Test
    void areFreeAgainWhenAPushIsOver() {
        take(LMS, 8);
        places.giveBack(LMS);
        assertThat(places.freeFor(LMS)).isEqualTo(1);
        assertThat(places.areAllFree()).isFalse();
        answer(LMS, 7);
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
        assertThat(places.freeFor(LIBRARY)).isEqualTo(8);

        take(LMS, 1);
        places.release(LMS, new Refused("HTTP 400"));
        assertThat(places.freeFor(LMS)).isEqualTo(8);
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

    /** Lets the receiver answer so often, and each time begins two more pushes, so that so many more are under way. */
    private void work(ReceiverId receiver, int count) {
        for (int underWay = 0; underWay < count; underWay++) {
            take(receiver, 2);
            answer(receiver, 1);
        }
    }

    private void answer(ReceiverId receiver, int count) {
        for (int i = 0; i < count; i++) {
            places.release(receiver, new Taken());
        }
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
