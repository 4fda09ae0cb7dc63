package org.firstbell.keycloak.delivery;

import static org.keycloak.models.utils.KeycloakModelUtils.runJobInTransaction;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;
import org.keycloak.connections.httpclient.HttpClientProvider;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.ClientModel.ClientRemovedEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel.RealmRemovedEvent;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;
import org.keycloak.timer.TimerProvider;

/**
 * The deliveries of one Keycloak node from its start to its end.
 *
 * <p>Starts once the database is migrated, sweeps periodically, and lets the rows of a realm or client go with it.
 */
public final class DeliveryService implements ProviderEventListener {

    private static final Logger LOG = Logger.getLogger(DeliveryService.class);

    private static final String EXECUTOR = "firstbell-deliveries";
    private static final String SWEEP = "firstbell-delivery-sweep";

    private final DeliverySettings settings;
    private final Clock clock;

    private volatile Courier courier;
    private volatile Deliveries deliveries;

    public DeliveryService(DeliverySettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Where events enter this node's outbox.
     *
     * @throws IllegalStateException before Keycloak has migrated its database
     */
    public Deliveries deliveries() {
        if (deliveries == null) {
            throw new IllegalStateException("Firstbell's deliveries have not started yet");
        }
        return deliveries;
    }

    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof PostMigrationEvent migrated) {
            runJobInTransaction(migrated.getFactory(), session -> start(migrated.getFactory(), session));
        } else if (event instanceof RealmRemovedEvent removed) {
            new Outbox(removed.getKeycloakSession(), clock)
                    .deleteAllOfRealm(removed.getRealm().getId());
        } else if (event instanceof ClientRemovedEvent removed) {
            new Outbox(removed.getKeycloakSession(), clock)
                    .deleteAllOfReceiver(removed.getClient().getId());
        }
    }

    private void start(KeycloakSessionFactory sessions, KeycloakSession session) {
        Push push =
                new Push(session.getProvider(HttpClientProvider.class).getHttpClient(), settings.allowHttp(), clock);
        courier = new Courier(
                sessions,
                session.getProvider(ExecutorsProvider.class).getExecutor(EXECUTOR),
                push,
                new RetrySchedule(() -> ThreadLocalRandom.current().nextDouble()),
                clock);
        deliveries = new Deliveries(clock, courier);
        session.getProvider(TimerProvider.class)
                .schedule(() -> sweep(sessions), settings.sweepInterval().toMillis(), SWEEP);
        courier.wake();
    }

    /** Every node sweeps for itself. */
    private void sweep(KeycloakSessionFactory sessions) {
        courier.wake();
        try {
            runJobInTransaction(
                    sessions,
                    session -> new Outbox(session, clock)
                            .deleteDeliveredBefore(clock.instant().minus(settings.retention())));
        } catch (RuntimeException e) {
            LOG.error("delivered events could not be deleted; the next sweep tries again", e);
        }
    }

    public void stop() {
        if (courier != null) {
            courier.stop();
        }
    }

    /**
     * The listener's options.
     *
     * @param sweepInterval pause between two looks at the outbox that nothing else has caused
     * @param retention how long delivered rows are kept
     * @param allowHttp whether receivers other than local ones may be reached without TLS
     */
    public record DeliverySettings(Duration sweepInterval, Duration retention, boolean allowHttp) {}
}
