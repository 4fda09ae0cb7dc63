package org.firstbell.lms.event;

import io.quarkus.arc.All;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;
import org.jboss.logging.Logger;

/** Takes each event once, whoever delivers it how often, and to how many instances. */
@ApplicationScoped
class EventInbox {

    private static final Logger LOG = Logger.getLogger(EventInbox.class);

    private final Map<String, EventHandler> handlers;
    private final StatelessSession session;
    private final EventConfig config;
    private final Clock clock;

    EventInbox(@All List<EventHandler> handlers, StatelessSession session, EventConfig config, Clock clock) {
        this.handlers = handlers.stream().collect(Collectors.toMap(EventHandler::type, Function.identity()));
        this.session = session;
        this.config = config;
        this.clock = clock;
    }

    /** Does what follows from an event, unless it has been done; both in one transaction. */
    @Transactional
    void take(SecurityEvent event) {
        if (!isNew(event)) {
            LOG.debugf("event %s: taken before", event.id());
            return;
        }
        EventHandler handler = handlers.get(event.type());
        if (handler == null) {
            LOG.infof("event %s: nothing follows from its type here", event.id());
            return;
        }
        handler.handle(event, "event:" + event.id());
    }

    /** Forgets events that nobody delivers any more. */
    @Scheduled(every = "24h", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @Transactional
    void trim() {
        int forgotten = session.createNativeMutationQuery("delete from event_inbox where received_at < :limit")
                .setParameter("limit", clock.instant().minus(config.remembered()))
                .executeUpdate();
        LOG.debugf("event inbox: %d events forgotten", forgotten);
    }

    /** While another transaction takes the same event, this waits for its end. */
    private boolean isNew(SecurityEvent event) {
        return session.createNativeMutationQuery("""
                                insert into event_inbox (jti, type, received_at) values (:jti, :type, :now)
                                on conflict (jti) do nothing
                                """)
                        .setParameter("jti", event.id())
                        .setParameter("type", event.type())
                        .setParameter("now", clock.instant())
                        .executeUpdate()
                == 1;
    }
}
