package org.firstbell.lms.provisioning;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.firstbell.address.EmailAddress;
import org.hibernate.StatelessSession;

/** The addresses for which Keycloak is to keep a placeholder, and how far that has come. */
@ApplicationScoped
public class ProvisioningRequests {

    private final StatelessSession session;
    private final Event<ProvisioningRequested> requested;
    private final Clock clock;

    ProvisioningRequests(StatelessSession session, Event<ProvisioningRequested> requested, Clock clock) {
        this.session = session;
        this.requested = requested;
        this.clock = clock;
    }

    /** Something is due as soon as the transaction commits. */
    record ProvisioningRequested() {}

    /** A request to be sent now, by whoever has its lease. */
    record Leased(String email, int attempts) {}

    /** When a request is to be tried again. */
    record Postponed(String email, Instant nextAttemptAt) {}

    /**
     * Asks for placeholders, in the transaction of what is waiting for these people; Keycloak hears of it after the commit.
     *
     * <p>An address asked for before is asked for again: its placeholder may have been removed since, and asking twice
     * does no harm.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void ask(Collection<EmailAddress> addresses) {
        session.createNativeMutationQuery("""
                        insert into provisioning_request (email, state, attempts, requested_at, next_attempt_at)
                        select email, 'due', 0, :now, :now from unnest(:emails) as email
                        on conflict (email) do update
                        set state = 'due', attempts = 0, requested_at = :now, next_attempt_at = :now,
                            lease = null, leased_until = null, last_error = null
                        """)
                .setParameter("now", clock.instant())
                .setParameter(
                        "emails", addresses.stream().map(EmailAddress::value).toArray(String[]::new))
                .executeUpdate();
        requested.fire(new ProvisioningRequested());
    }

    /** Forgets an address whose person has gone. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void forget(EmailAddress address) {
        session.createNativeMutationQuery("delete from provisioning_request where email = :email")
                .setParameter("email", address.value())
                .executeUpdate();
    }

    /**
     * Leases requests that are due, oldest first. Other instances do not see them until the lease has passed; an instance
     * that dies loses nothing.
     */
    @Transactional
    List<Leased> lease(UUID lease, int limit, Duration duration) {
        Instant now = clock.instant();
        return session.createNativeQuery("""
                        update provisioning_request r
                        set lease = :lease, leased_until = :until, attempts = r.attempts + 1
                        from (select email from provisioning_request
                              where state = 'due' and next_attempt_at <= :now
                                and (leased_until is null or leased_until <= :now)
                              order by next_attempt_at limit :limit
                              for update skip locked) due
                        where r.email = due.email
                        returning r.email, r.attempts
                        """, Leased.class)
                .setParameter("lease", lease)
                .setParameter("until", now.plus(duration))
                .setParameter("now", now)
                .setParameter("limit", limit)
                .getResultList();
    }

    /** Records what Keycloak answered; an address asked for once more meanwhile stays due. */
    @Transactional
    void settle(UUID lease, List<PlaceholderResult> results) {
        session.createNativeMutationQuery("""
                        update provisioning_request r
                        set state = case when a.outcome = 'invalid' then 'refused' else 'done' end,
                            outcome = a.outcome, keycloak_user_id = a.user_id, last_error = a.detail,
                            lease = null, leased_until = null
                        from unnest(:emails, :outcomes, :userIds, :details) as a (email, outcome, user_id, detail)
                        where r.email = a.email and r.lease = :lease
                        """)
                .setParameter("emails", texts(results, PlaceholderResult::email))
                .setParameter("outcomes", texts(results, PlaceholderResult::outcome))
                .setParameter(
                        "userIds",
                        results.stream().map(PlaceholderResult::userId).toArray(UUID[]::new))
                .setParameter("details", texts(results, PlaceholderResult::detail))
                .setParameter("lease", lease)
                .executeUpdate();
    }

    /** Gives leased requests back, each to be tried at its own time. */
    @Transactional
    void postpone(UUID lease, List<Postponed> requests, String error) {
        session.createNativeMutationQuery("""
                        update provisioning_request r
                        set next_attempt_at = a.next_attempt_at, last_error = :error, lease = null, leased_until = null
                        from unnest(:emails, :times) as a (email, next_attempt_at)
                        where r.email = a.email and r.lease = :lease
                        """)
                .setParameter("emails", texts(requests, Postponed::email))
                .setParameter(
                        "times", requests.stream().map(Postponed::nextAttemptAt).toArray(Instant[]::new))
                .setParameter("error", error)
                .setParameter("lease", lease)
                .executeUpdate();
    }

    private static <T> String[] texts(List<T> rows, Function<T, String> column) {
        return rows.stream().map(column).toArray(String[]::new);
    }
}
