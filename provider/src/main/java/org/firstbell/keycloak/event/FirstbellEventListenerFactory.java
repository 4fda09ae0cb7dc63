package org.firstbell.keycloak.event;

import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.firstbell.keycloak.delivery.Deliveries;
import org.firstbell.keycloak.delivery.DeliveryService;
import org.firstbell.keycloak.delivery.DeliveryService.DeliverySettings;
import org.keycloak.Config;
import org.keycloak.connections.httpclient.HttpClientProvider;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;

/**
 * Offers the listener in the Admin Console (<i>Realm settings</i>, <i>Events</i>), and owns the deliveries of its node.
 *
 * <p>Options, all of them {@code --spi-events-listener--firstbell--…}:
 *
 * <ul>
 *   <li>{@code sweep-interval-seconds}: pause between two looks at the outbox that no commit has caused; 10
 *   <li>{@code retention-days}: how long delivered rows are kept; 7
 *   <li>{@code allow-http}: whether receivers other than local ones may be reached without TLS; {@code false}
 * </ul>
 */
public final class FirstbellEventListenerFactory implements EventListenerProviderFactory {

    /** Id of the listener in realm files. */
    public static final String ID = "firstbell";

    private final Clock clock = Clock.systemUTC();

    private DeliveryService service;
    private Announcements announcements;

    /** This node's deliveries. */
    public static Deliveries deliveriesOf(KeycloakSession session) {
        ProviderFactory<EventListenerProvider> listener =
                session.getKeycloakSessionFactory().getProviderFactory(EventListenerProvider.class, ID);
        return ((FirstbellEventListenerFactory) listener).service.deliveries();
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new FirstbellEventListener(session, announcements);
    }

    @Override
    public void init(Config.Scope config) {
        service = new DeliveryService(
                new DeliverySettings(
                        Duration.ofSeconds(config.getLong("sweepIntervalSeconds", 10L)),
                        Duration.ofDays(config.getLong("retentionDays", 7L)),
                        config.getBoolean("allowHttp", false)),
                clock);
        announcements = new Announcements(service::deliveries, clock);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(service);
        factory.register(new UserRemovals(service::deliveries, announcements));
    }

    /** What stopping still needs, so that Keycloak closes it later than this. */
    @Override
    public Set<Class<? extends Provider>> dependsOn() {
        return Set.of(JpaConnectionProvider.class, ExecutorsProvider.class, HttpClientProvider.class);
    }

    @Override
    public void close() {
        service.stop();
    }
}
