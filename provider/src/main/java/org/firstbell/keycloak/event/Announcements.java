package org.firstbell.keycloak.event;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.firstbell.keycloak.delivery.Deliveries;
import org.firstbell.keycloak.delivery.OutgoingEvent;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Puts events into the outbox at the last moment of the request's transaction, while it can still fail.
 *
 * <p>Keycloak swallows what an event listener throws, and a transaction that is merely marked for rollback still sends
 * the person back to the application, with a code that is worth nothing. What is thrown while the transaction prepares
 * to commit does neither: nothing is committed, and the person sees an error page and can try again.
 */
final class Announcements {

    private final Supplier<Deliveries> deliveries;
    private final Clock clock;

    Announcements(Supplier<Deliveries> deliveries, Clock clock) {
        this.deliveries = deliveries;
        this.clock = clock;
    }

    /**
     * @param userId the user the event is about
     * @param transactionId id of what happened
     * @param event read when the transaction prepares to commit, when all that the request changes is in place; empty:
     *     there is nothing to tell after all
     */
    void announce(
            KeycloakSession session,
            RealmModel realm,
            String userId,
            String transactionId,
            Supplier<Optional<SecurityEvent>> event) {
        Instant happenedAt = clock.instant();
        AtomicReference<Runnable> send = new AtomicReference<>(() -> {});
        session.getTransactionManager().enlistPrepare(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                event.get()
                        .map(it -> new OutgoingEvent(
                                it.type(), userId, it.introducesUser(), transactionId, happenedAt, it.payload()))
                        .ifPresent(it -> send.set(deliveries.get().enqueue(session, realm, it)));
            }

            @Override
            protected void rollbackImpl() {}
        });
        // Enlisted here and not where the row is written: Keycloak takes no enlistment once it prepares to commit.
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                send.get().run();
            }

            @Override
            protected void rollbackImpl() {}
        });
    }
}
