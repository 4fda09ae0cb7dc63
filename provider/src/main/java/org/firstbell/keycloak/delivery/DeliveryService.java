package org.firstbell.keycloak.delivery;

import static org.keycloak.models.utils.KeycloakModelUtils.runJobInTransaction;

import io.micrometer.core.instrument.Metrics;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
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

    private static final String EXECUTOR = "firstbell-deliveries";
    private static final String SWEEP = "firstbell-delivery-sweep";

    /** One for the rounds and one for the sweep; the others push. */
    private static final int THREADS_OF_ITS_OWN = 2;

    private static final int THREADS_OF_A_MANAGED_EXECUTOR = 16;

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
            new Outbox(removed.getKeycloakSession())
                    .deleteAllOfRealm(removed.getRealm().getId());
        } else if (event instanceof ClientRemovedEvent removed) {
            new Outbox(removed.getKeycloakSession())
                    .deleteAllOfReceiver(removed.getClient().getId());
        }
    }

    private void start(KeycloakSessionFactory sessions, KeycloakSession session) {
        ExecutorService executor = session.getProvider(ExecutorsProvider.class).getExecutor(EXECUTOR);
        DeliveryMetrics metrics = new DeliveryMetrics(Metrics.globalRegistry);
        courier = new Courier(
                sessions,
                executor,
                new Push(
                        session.getProvider(HttpClientProvider.class).getHttpClient(),
                        settings.allowHttp(),
                        Push.LONGEST,
                        clock),
                new RetrySchedule(() -> ThreadLocalRandom.current().nextDouble()),
                new Places(threads(executor) - THREADS_OF_ITS_OWN, clock),
                metrics,
                clock);
        deliveries = new Deliveries(courier, clock);
        Sweep sweep = new Sweep(sessions, deliveries, metrics, settings.retention());
        session.getProvider(TimerProvider.class)
                .schedule(
                        () -> executor.execute(sweep),
                        0,
                        settings.sweepInterval().toMillis(),
                        SWEEP);
    }

    /**
     * Lets Keycloak's pool grow to its configured maximum: by itself it queues tasks rather than have more threads than
     * its minimum.
     */
    private static int threads(ExecutorService executor) {
        if (executor instanceof ThreadPoolExecutor pool) {
            pool.setCorePoolSize(pool.getMaximumPoolSize());
            pool.allowCoreThreadTimeOut(true);
            return Math.max(pool.getMaximumPoolSize(), THREADS_OF_ITS_OWN + 1);
        }
        return THREADS_OF_A_MANAGED_EXECUTOR;
    }

    /** Ends what is under way, while there still is a database to record it in. */
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
