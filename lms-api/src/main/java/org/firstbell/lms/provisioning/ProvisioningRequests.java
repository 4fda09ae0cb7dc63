package org.firstbell.lms.provisioning;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import org.firstbell.address.EmailAddress;
import org.firstbell.lms.explanation.Explanation;
import org.firstbell.lms.explanation.StoredExplanations;
import org.firstbell.lms.sql.SingleColumn;
import org.hibernate.StatelessSession;

/**
 * The addresses for which Keycloak is to keep a placeholder, and how far that has come; then those whose placeholder is to
 * go because nothing waits for them any more.
 *
 * <p>An address has one row and one lease, so that nobody asks for a placeholder while somebody may be removing it: what is
 * given meanwhile has it made again afterwards. Whoever locks several rows does so by address, so that nobody waits in a
 * circle: a list is given while what Keycloak said of another is written down.
 */
@ApplicationScoped
public class ProvisioningRequests {

    private final StatelessSession session;
    private final Event<ProvisioningRequested> requested;
    private final StoredExplanations explanations;
    private final Clock clock;

    ProvisioningRequests(
            StatelessSession session,
            Event<ProvisioningRequested> requested,
            StoredExplanations explanations,
            Clock clock) {
        this.session = session;
        this.requested = requested;
        this.explanations = explanations;
        this.clock = clock;
    }

    /** Something is due as soon as the transaction commits. */
    record ProvisioningRequested() {}

    /** What is to be done about an address; the lower-case names are those of its state in the database. */
    enum Work {
        /** A placeholder is due. */
        DUE,
        /** The placeholder is not needed any more. */
        REMOVING
    }

    /**
     * Work on an address to be done now, by whoever has its lease.
     *
     * @param createdUserId the placeholder that was made for us; null if there is none
     */
    record Leased(String email, UUID createdUserId, int attempts) {}

    /** @param ours whether nobody else has taken the lease since */
    private record Concluded(String email, boolean ours) {}

    /** When a request is to be tried again. */
    record Postponed(String email, Instant nextAttemptAt) {}

    /**
     * Asks for placeholders of those addresses for which something waits; Keycloak hears of it after the commit.
     *
     * <p>An address asked for before is asked for again: its placeholder may have been removed since, and asking twice
     * does no harm. If somebody is at it just now, what they are told counts.
     *
     * <p>Wants the locks of the addresses to be held: whoever takes back what waits comes either before, and it is not asked
     * for, or afterwards, and their {@link #release} finds the request.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void ask(Collection<EmailAddress> addresses) {
        session.createNativeMutationQuery("""
                        insert into provisioning_request (email, state, attempts, requested_at, next_attempt_at)
                        select email, 'due', 0, :now, :now from unnest(:emails) as asked (email)
                        where exists (select from pending_grant g where g.email = asked.email)
                        order by email
                        on conflict (email) do update
                        set state = 'due', attempts = 0, requested_at = :now, next_attempt_at = :now, last_error = null, last_error_explanation = null
                        """)
                .setParameter("now", clock.instant())
                .setParameter(
                        "emails", addresses.stream().map(EmailAddress::value).toArray(String[]::new))
                .executeUpdate();
        requested.fire(new ProvisioningRequested());
    }

    /**
     * Has the placeholders removed of those addresses for which nothing waits any more, in the transaction that ended it;
     * Keycloak hears of it after the commit. Only placeholders that were made for us are removed, and only unclaimed ones.
     *
     * <p>Wants the locks of the addresses to be held.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void release(Collection<EmailAddress> addresses) {
        int released = session.createNativeMutationQuery("""
                        with unneeded as (
                            select email from provisioning_request r
                            where email = any(:emails) and state <> 'removing'
                              and not exists (select from pending_grant g where g.email = r.email)
                            order by email for update
                        )
                        update provisioning_request r
                        set state = 'removing', attempts = 0, next_attempt_at = :now, last_error = null, last_error_explanation = null
                        from unneeded where r.email = unneeded.email
                        """)
                .setParameter("now", clock.instant())
                .setParameter(
                        "emails", addresses.stream().map(EmailAddress::value).toArray(String[]::new))
                .executeUpdate();
        if (released > 0) {
            requested.fire(new ProvisioningRequested());
        }
    }

    /**
     * Forgets the addresses under which somebody was provisioned who has gone. If something waits for such a one, it has moved
     * to another person, whose placeholder is still to be made.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void forget(UUID userId) {
        // Nobody has the locks of these addresses. What is given at this moment has changed its row here by then, and
        // only a statement that begins afterwards sees that it waits.
        SingleColumn.query(
                        session,
                        "select email from provisioning_request where keycloak_user_id = :user order by email for update",
                        String.class)
                .setParameter("user", userId)
                .getResultList();
        session.createNativeMutationQuery("""
                        delete from provisioning_request r
                        where keycloak_user_id = :user
                          and not exists (select from pending_grant g where g.email = r.email)
                        """).setParameter("user", userId).executeUpdate();
        int awaited = session.createNativeMutationQuery("""
                        update provisioning_request
                        set state = 'due', attempts = 0, requested_at = :now, next_attempt_at = :now, outcome = null,
                            keycloak_user_id = null, created_user_id = null, last_error = null,
                            last_error_explanation = null
                        where keycloak_user_id = :user
                        """)
                .setParameter("now", clock.instant())
                .setParameter("user", userId)
                .executeUpdate();
        if (awaited > 0) {
            requested.fire(new ProvisioningRequested());
        }
    }

    /**
     * Leases work that is to be done by now, oldest first. Other instances do not see it until the lease has passed; an
     * instance that dies loses nothing.
     */
    @Transactional
    List<Leased> lease(Work work, UUID lease, int limit, Duration duration) {
        Instant now = clock.instant();
        // The state is no parameter, so that its partial index is used.
        return session.createNativeQuery("""
                        update provisioning_request r
                        set lease = :lease, leased_until = :until, attempts = r.attempts + 1
                        from (select email from provisioning_request
                              where state = '%s' and next_attempt_at <= :now
                                and (leased_until is null or leased_until <= :now)
                              order by next_attempt_at limit :limit
                              for update skip locked) todo
                        where r.email = todo.email
                        returning r.email, r.created_user_id, r.attempts
                        """.formatted(work.name().toLowerCase(Locale.ROOT)), Leased.class)
                .setParameter("lease", lease)
                .setParameter("until", now.plus(duration))
                .setParameter("now", now)
                .setParameter("limit", limit)
                .getResultList();
    }

    /**
     * Forgets addresses whose placeholders are gone; those for which one was asked meanwhile are due.
     *
     * <p>If somebody else has the lease by now, their request for a placeholder may have been answered just before it was
     * removed: it is made once more.
     */
    @Transactional
    void concludeRemoval(UUID lease, List<Leased> removed) {
        List<Concluded> concluded = session.createNativeQuery("""
                        select email, lease is not distinct from :lease as ours from provisioning_request
                        where email = any(:emails) order by email for update
                        """, Concluded.class)
                .setParameter("lease", lease)
                .setParameter("emails", texts(removed, Leased::email))
                .getResultList();
        String[] ours = texts(concluded.stream().filter(Concluded::ours).toList(), Concluded::email);
        session.createNativeMutationQuery(
                        "delete from provisioning_request where email = any(:emails) and state = 'removing'")
                .setParameter("emails", ours)
                .executeUpdate();
        session.createNativeMutationQuery("""
                        update provisioning_request set lease = null, leased_until = null, created_user_id = null
                        where email = any(:emails)
                        """).setParameter("emails", ours).executeUpdate();
        session.createNativeMutationQuery("""
                        update provisioning_request set state = 'due', attempts = 0, next_attempt_at = :now
                        where email = any(:emails) and state = 'done'
                        """)
                .setParameter("now", clock.instant())
                .setParameter(
                        "emails",
                        texts(concluded.stream().filter(one -> !one.ours()).toList(), Concluded::email))
                .executeUpdate();
    }

    /**
     * Records what Keycloak answered. A placeholder that is not needed any more by now is still to be removed; and where the
     * account that it speaks of has been deleted since it was asked, it is asked once more.
     *
     * <p>A deletion that is written down at this very moment is not seen. Who is awaited then comes as one for whom no
     * placeholder was made.
     *
     * @param askedAt no later than when Keycloak was asked
     */
    @Transactional
    void settle(UUID lease, Instant askedAt, List<PlaceholderResult> results) {
        // Only a statement that begins with these rows locked sees whom a deletion that held them has purged.
        SingleColumn.query(session, """
                        select email from provisioning_request
                        where email = any(:emails) and lease = :lease order by email for update
                        """, String.class)
                .setParameter("emails", texts(results, PlaceholderResult::email))
                .setParameter("lease", lease)
                .getResultList();
        session.createNativeMutationQuery("""
                        update provisioning_request r
                        set state = case when r.state = 'removing' then r.state
                                         when gone.id is not null then 'due'
                                         when a.outcome = 'invalid' then 'refused' else 'done' end,
                            outcome = case when gone.id is null then a.outcome end,
                            keycloak_user_id = case when gone.id is null then a.user_id end,
                            created_user_id = case when gone.id is null
                                    and (a.outcome = 'created' or a.user_id = r.created_user_id) then a.user_id end,
                            last_error = a.detail, last_error_explanation = cast(a.explanation as jsonb),
                            lease = null, leased_until = null
                        from unnest(:emails, :outcomes, :userIds, :details, :explanations)
                             as a (email, outcome, user_id, detail, explanation)
                        left join person gone on gone.id = a.user_id and gone.purged_at >= :askedAt
                        where r.email = a.email and r.lease = :lease
                        """)
                .setParameter("lease", lease)
                .setParameter("askedAt", askedAt)
                .setParameter("emails", texts(results, PlaceholderResult::email))
                .setParameter("outcomes", texts(results, PlaceholderResult::outcome))
                .setParameter(
                        "userIds",
                        results.stream().map(PlaceholderResult::userId).toArray(UUID[]::new))
                .setParameter("details", texts(results, PlaceholderResult::detail))
                .setParameter("explanations", texts(results, result -> explanations.write(result.explanation())))
                .executeUpdate();
    }

    /** Gives leased requests back, each to be tried at its own time. */
    @Transactional
    void postpone(UUID lease, List<Postponed> requests, String error, Explanation explanation) {
        session.createNativeMutationQuery("""
                        with leased as (
                            select email from provisioning_request
                            where email = any(:emails) and lease = :lease order by email for update
                        )
                        update provisioning_request r
                        set next_attempt_at = a.next_attempt_at, last_error = :error,
                            last_error_explanation = cast(:explanation as jsonb), lease = null, leased_until = null
                        from leased join unnest(:emails, :times) as a (email, next_attempt_at) using (email)
                        where r.email = leased.email
                        """)
                .setParameter("emails", texts(requests, Postponed::email))
                .setParameter(
                        "times", requests.stream().map(Postponed::nextAttemptAt).toArray(Instant[]::new))
                .setParameter("error", error)
                .setParameter("explanation", explanations.write(explanation))
                .setParameter("lease", lease)
                .executeUpdate();
    }

    private static <T> String[] texts(List<T> rows, Function<T, String> column) {
        return rows.stream().map(column).toArray(String[]::new);
    }
}
