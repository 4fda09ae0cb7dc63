package org.firstbell.lms.grant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.firstbell.address.EmailAddress;
import org.firstbell.lms.person.AddressLocks;
import org.hibernate.StatelessSession;

/**
 * What nobody came for in time. It is never attached; it is kept for a while, so that whoever comes late sees whom to ask.
 *
 * <p>Where it says so, a method wants the {@link AddressLocks lock} of the addresses it is about to be held.
 */
@ApplicationScoped
public class ExpiredGrants {

    private static final Duration KEPT = Duration.ofDays(180);

    private final StatelessSession session;
    private final Clock clock;

    ExpiredGrants(StatelessSession session, Clock clock) {
        this.session = session;
        this.clock = clock;
    }

    /**
     * Something that somebody came too late for.
     *
     * @param askId who may give it again: who gave it, or the owner of the course if they are gone
     * @param askEmail null if no address of theirs is known
     * @param askName null if no name of theirs is known
     */
    public record TooLate(
            UUID courseId, String title, String kind, Instant expiredAt, UUID askId, String askEmail, String askName) {}

    record Retired(UUID id, UUID courseId, String kind, UUID grantedBy) {}

    /** {@return what has expired for an address, latest first; at most 100} */
    @Transactional
    public List<TooLate> of(EmailAddress address) {
        return session.createNativeQuery("""
                        select c.id as course_id, c.title, g.kind, g.expired_at,
                               ask.id as ask_id, ask.email as ask_email, ask.name as ask_name
                        from lapsed_grant g
                        join course c on c.id = g.course_id
                        join person granter on granter.id = g.granted_by
                        join person ask
                             on ask.id = case when granter.purged_at is null then granter.id else c.owner_id end
                        where g.email = :email and g.expired_at <= :now
                        order by g.expired_at desc, g.id limit 100
                        """, TooLate.class)
                .setParameter("email", address.value())
                .setParameter("now", clock.instant())
                .getResultList();
    }

    /** Keeps pending grants as expired ones instead. Wants the lock. */
    @Transactional(Transactional.TxType.MANDATORY)
    List<Retired> retire(Collection<EmailAddress> addresses) {
        return session.createNativeQuery("""
                        with gone as (
                            delete from pending_grant where email = any(:emails) and expires_at <= :now
                            returning id, email, course_id, kind, payload, granted_by, granted_at, expires_at
                        )
                        insert into expired_grant
                            (id, email, course_id, kind, payload, granted_by, granted_at, expired_at)
                        select * from gone
                        on conflict (email, course_id, kind) do update
                        set id = excluded.id, payload = excluded.payload, granted_by = excluded.granted_by,
                            granted_at = excluded.granted_at, expired_at = excluded.expired_at
                        returning id, course_id, kind, granted_by
                        """, Retired.class)
                .setParameter("emails", texts(addresses))
                .setParameter("now", clock.instant())
                .getResultList();
    }

    /** Forgets that something had expired, because it was given again. Wants the lock. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void renew(GrantKind<?> kind, UUID courseId, Collection<EmailAddress> addresses) {
        session.createNativeMutationQuery("""
                        delete from expired_grant
                        where email = any(:emails) and course_id = :course and kind = :kind
                        """)
                .setParameter("emails", texts(addresses))
                .setParameter("course", courseId)
                .setParameter("kind", kind.name())
                .executeUpdate();
    }

    /** Forgets everything about an address whose person has gone. Wants the lock. */
    @Transactional(Transactional.TxType.MANDATORY)
    void forget(EmailAddress address) {
        session.createNativeMutationQuery("delete from expired_grant where email = :email")
                .setParameter("email", address.value())
                .executeUpdate();
    }

    /** Forgets what expired half a year ago. */
    @Transactional
    void trim() {
        session.createNativeMutationQuery("""
                        delete from expired_grant where id in (
                            select id from expired_grant where expired_at <= :limit for update skip locked)
                        """)
                .setParameter("limit", clock.instant().minus(KEPT))
                .executeUpdate();
    }

    private static String[] texts(Collection<EmailAddress> addresses) {
        return addresses.stream().map(EmailAddress::value).toArray(String[]::new);
    }
}
