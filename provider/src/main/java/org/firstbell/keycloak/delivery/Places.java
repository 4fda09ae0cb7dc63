package org.firstbell.keycloak.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.firstbell.keycloak.delivery.PushResult.Retryable;
import org.firstbell.keycloak.delivery.Receivers.ReceiverId;

/**
 * How many pushes a node has under way, to whom, and how many more it may begin.
 *
 * <p>A receiver begins with a few places and gets one more for each push that it answers, up to a limit: one that does
 * not answer holds up only those few. One that has failed gets a single one until it takes something again, so that slow
 * and dead receivers leave the places to the others; and none for as long as it asks to be left alone. What is remembered of a receiver is forgotten once nothing is under way to it and it works.
 *
 * <p>Thread-safe. Between asking for a place and taking it somebody else may take one too: a few pushes more do no harm.
 */
final class Places {

    /** For a receiver of which nothing is known. */
    private static final int FIRST = 8;

    /** Enough to keep a receiver busy, and few enough not to be its storm. */
    private static final int MOST = 32;

    /** So many failures in a row are the receiver's, not the event's. */
    private static final int FAILURES_OF_A_DEAD_RECEIVER = 5;

    private final int total;
    private final Clock clock;
    private final Map<ReceiverId, Standing> standings = new HashMap<>();

    private int taken;

    /**
     * Opens with all places free.
     *
     * @param total how many pushes there may be at once, to whomever
     */
    Places(int total, Clock clock) {
        this.total = total;
        this.clock = clock;
    }

    synchronized boolean areAllTaken() {
        return taken >= total;
    }

    synchronized boolean areAllFree() {
        return taken == 0;
    }

    /** How many pushes to this receiver may begin now. */
    synchronized int freeFor(ReceiverId receiver) {
        Standing standing = standing(receiver);
        if (standing.opensAt.isAfter(clock.instant())) {
            return 0;
        }
        return Math.max(0, Math.min(standing.places - standing.underWay, total - taken));
    }

    synchronized void take(ReceiverId receiver) {
        standings.computeIfAbsent(receiver, it -> new Standing()).underWay++;
        taken++;
    }

    /** Takes back a {@link #take} that came to nothing. */
    synchronized void giveBack(ReceiverId receiver) {
        Standing standing = standings.get(receiver);
        leave(standing);
        forgetIfUneventful(receiver, standing);
    }

    /**
     * A push is over.
     *
     * @return whether it was answered by a receiver that had seemed dead
     */
    synchronized boolean release(ReceiverId receiver, PushResult result) {
        Standing standing = standings.get(receiver);
        leave(standing);
        boolean recovered = false;
        if (result instanceof Retryable failure) {
            standing.failuresInARow++;
            standing.places = 1;
            standing.opensAt = clock.instant().plus(failure.retryAfter().orElse(Duration.ZERO));
        } else {
            recovered = standing.failuresInARow >= FAILURES_OF_A_DEAD_RECEIVER;
            standing.failuresInARow = 0;
            standing.places = Math.min(Math.max(FIRST, standing.places + 1), MOST);
            standing.opensAt = Instant.MIN;
        }
        forgetIfUneventful(receiver, standing);
        return recovered;
    }

    /** Whether the receiver has failed and nothing is under way to it, so that nothing would remind us of it. */
    synchronized boolean isLeftAlone(ReceiverId receiver) {
        Standing standing = standing(receiver);
        return standing.failuresInARow > 0 && standing.underWay == 0;
    }

    /** How long the receiver still wishes to be left alone; zero or negative if it does not. */
    synchronized Duration opensIn(ReceiverId receiver) {
        Instant opensAt = standing(receiver).opensAt;
        return opensAt.equals(Instant.MIN) ? Duration.ZERO : Duration.between(clock.instant(), opensAt);
    }

    /** To be read only: may be that of everybody about whom nothing is remembered. */
    private Standing standing(ReceiverId receiver) {
        return standings.getOrDefault(receiver, Standing.UNEVENTFUL);
    }

    private void leave(Standing standing) {
        standing.underWay--;
        taken--;
    }

    private void forgetIfUneventful(ReceiverId receiver, Standing standing) {
        if (standing.underWay == 0 && standing.failuresInARow == 0) {
            standings.remove(receiver);
        }
    }

    private static final class Standing {

        private static final Standing UNEVENTFUL = new Standing();

        private int places = FIRST;
        private int underWay;
        private int failuresInARow;
        private Instant opensAt = Instant.MIN;
    }
}
