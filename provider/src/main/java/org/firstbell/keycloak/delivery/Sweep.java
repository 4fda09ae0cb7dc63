package org.firstbell.keycloak.delivery;

import static org.keycloak.models.utils.KeycloakModelUtils.runJobInTransactionWithResult;

import java.time.Duration;
import java.util.List;
import org.firstbell.keycloak.delivery.Receivers.ReceiverId;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * What a node does from time to time, whatever has or has not happened: takes back what dead nodes have leased, forgets
 * what was delivered long ago, counts, and has sent what is due. Every node sweeps for all.
 */
final class Sweep implements Runnable {

    private static final Logger LOG = Logger.getLogger(Sweep.class);

    private final KeycloakSessionFactory sessions;
    private final Deliveries deliveries;
    private final DeliveryMetrics metrics;
    private final Duration retention;

    Sweep(KeycloakSessionFactory sessions, Deliveries deliveries, DeliveryMetrics metrics, Duration retention) {
        this.sessions = sessions;
        this.deliveries = deliveries;
        this.metrics = metrics;
        this.retention = retention;
    }

    @Override
    public void run() {
        try {
            deliveries.send(runJobInTransactionWithResult(sessions, this::sweep));
        } catch (RuntimeException e) {
            LOG.error("the outbox could not be swept; the next sweep tries again", e);
        }
    }

    private List<ReceiverId> sweep(KeycloakSession session) {
        Outbox outbox = new Outbox(session);
        outbox.endPassedLeases();
        outbox.deleteDelivered(retention);
        metrics.note(outbox.backlog());
        return outbox.receiversWithDue();
    }
}
