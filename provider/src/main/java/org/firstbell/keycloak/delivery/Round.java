package org.firstbell.keycloak.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.firstbell.keycloak.delivery.Receivers.Receiver;
import org.firstbell.keycloak.delivery.Receivers.ReceiverId;
import org.firstbell.keycloak.delivery.SecurityEventTokens.Signer;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;

/**
 * One transaction of a {@link Courier}: records how pushes have ended, then leases what there are places for.
 *
 * <p>What it has leased counts only once the transaction has committed.
 */
final class Round {

    private static final Logger LOG = Logger.getLogger(Round.class);

    private final Places places;
    private final Outbox outbox;
    private final Receivers receivers;
    private final SecurityEventTokens tokens;

    private final List<Parcel> leased;
    private final Map<ReceiverId, Duration> pauses = new HashMap<>();
    private final Set<ReceiverId> crowdedOut = new HashSet<>();

    /** Adds what it leases, and takes places for, to {@code leased}. */
    Round(KeycloakSession session, Places places, List<Parcel> leased) {
        this.places = places;
        this.leased = leased;
        this.outbox = new Outbox(session);
        this.receivers = new Receivers(session);
        this.tokens = new SecurityEventTokens(session);
    }

    void record(Collection<Attempt> ended, Instant now, Collection<ReceiverId> recovered) {
        outbox.settle(ended.stream().map(attempt -> attempt.settlementAt(now)).toList());
        recovered.forEach(outbox::bringForward);
    }

    void lease(Collection<ReceiverId> waiting) {
        for (ReceiverId id : waiting) {
            if (places.areAllTaken()) {
                crowdedOut.add(id);
            } else {
                // A receiver that is disabled, or has no URL at the moment, finds its deliveries when it is back.
                receivers.find(id).ifPresent(this::lease);
            }
        }
    }

    private void lease(Receiver receiver) {
        int free = places.freeFor(receiver.id());
        if (free > 0) {
            pack(receiver, free);
        }
        if (places.isLeftAlone(receiver.id())) {
            outbox.nextDueIn(receiver.id())
                    .map(pause -> longer(pause, places.opensIn(receiver.id())))
                    .ifPresent(pause -> pauses.put(receiver.id(), pause));
        }
    }

    private void pack(Receiver receiver, int free) {
        Signer signer;
        try {
            signer = tokens.signerFor(receiver);
        } catch (RuntimeException e) {
            // Before anything is leased: one realm without a key must not keep the others waiting.
            LOG.errorf(
                    e,
                    "realm %s cannot sign; its deliveries wait",
                    receiver.id().realm());
            return;
        }
        for (DeliveryEntity row : outbox.claimDue(receiver.id(), free, Parcel.LEASE)) {
            places.take(receiver.id());
            leased.add(Parcel.of(row, receiver, signer, outbox.now()));
        }
    }

    /** Receivers to be looked at again as soon as there is a place. */
    Set<ReceiverId> crowdedOut() {
        return crowdedOut;
    }

    /** How long until failing receivers are to be tried again. */
    Map<ReceiverId, Duration> pauses() {
        return pauses;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
