package org.firstbell.lms.grant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.firstbell.address.EmailAddress;
import org.firstbell.lms.grant.GrantHistory.Entry;
import org.firstbell.lms.grant.GrantHistory.What;
import org.firstbell.lms.person.AddressLocks;
import org.firstbell.lms.provisioning.ProvisioningLists;
import org.firstbell.lms.provisioning.ProvisioningRequests;
import org.firstbell.lms.sql.SingleColumn;
import org.hibernate.StatelessSession;

/**
 * What waits for people who have not come yet.
 *
 * <p>Every method wants the {@link AddressLocks lock} of the addresses it is about to be held.
 */
@ApplicationScoped
public class PendingGrants {

    private final StatelessSession session;
    private final GrantPayloads payloads;
    private final GrantHistory history;
    private final ProvisioningRequests provisioning;
    private final ProvisioningLists lists;
    private final Clock clock;

    PendingGrants(
            StatelessSession session,
            GrantPayloads payloads,
            GrantHistory history,
            ProvisioningRequests provisioning,
            ProvisioningLists lists,
            Clock clock) {
        this.session = session;
        this.payloads = payloads;
        this.history = history;
        this.provisioning = provisioning;
        this.lists = lists;
        this.clock = clock;
    }

    /**
     * Whoever gives something.
     *
     * @param admin whether with the rights of an administrator, of which only the realm knows
     */
    public record Giver(UUID personId, boolean admin) {}

    /** What waits for an address in a course. */
    public record Pending<P>(UUID id, P payload, Instant expiresAt) {}

    private record Row(UUID id, String payload, Instant expiresAt) {}

    private record Revoked(UUID id, String email) {}

    /** {@return what waits, unless its time has passed or it is not valid any more} */
    @Transactional(Transactional.TxType.MANDATORY)
    public <P extends Record> Optional<Pending<P>> find(GrantKind<P> kind, UUID courseId, EmailAddress address) {
        return session.createNativeQuery("""
                        select id, cast(payload as text) as payload, expires_at from pending_grant
                        where email = :email and course_id = :course and kind = :kind and expires_at > :now
                        """, Row.class)
                .setParameter("email", address.value())
                .setParameter("course", courseId)
                .setParameter("kind", kind.name())
                .setParameter("now", clock.instant())
                .uniqueResultOptional()
                .flatMap(row -> payloads.read(kind, row.payload())
                        .map(payload -> new Pending<>(row.id(), payload, row.expiresAt())));
    }

    /**
     * As the other, for one address, whose placeholder is asked for at once.
     *
     * @return the id of the grant, which stays the same when its content is replaced
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public <P extends Record> UUID store(
            GrantKind<P> kind,
            UUID courseId,
            EmailAddress address,
            P payload,
            Giver giver,
            Instant expiresAt,
            String why) {
        List<EmailAddress> one = List.of(address);
        UUID stored = storeAll(kind, courseId, one, payload, giver, clock.instant(), expiresAt, why);
        provisioning.ask(one);
        return stored;
    }

    /**
     * Stores the same for each of some addresses, in place of what waited there before; their placeholders are asked for
     * after the commit. To give again what waits already only makes it wait longer; that is nothing for the history.
     *
     * <p>One statement, which also writes the history: thousands of ids need not travel here and back for it.
     *
     * @param expiresAt from when on it is not attached any more
     * @param why for the history
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public <P extends Record> void store(
            GrantKind<P> kind,
            UUID courseId,
            Collection<EmailAddress> addresses,
            P payload,
            Giver giver,
            Instant expiresAt,
            String why) {
        if (!addresses.isEmpty()) {
            Instant grantedAt = clock.instant();
            storeAll(kind, courseId, addresses, payload, giver, grantedAt, expiresAt, why);
            lists.add(courseId, kind.name(), grantedAt);
        }
    }

    /** {@return the id of one of them} */
    private <P extends Record> UUID storeAll(
            GrantKind<P> kind,
            UUID courseId,
            Collection<EmailAddress> addresses,
            P payload,
            Giver giver,
            Instant grantedAt,
            Instant expiresAt,
            String why) {
        return SingleColumn.query(session, """
                        with address as (
                            select * from unnest(:ids, :emails) as address (id, email)
                        ), before as (
                            select g.id, g.email, g.payload, g.granted_by,
                                   g.expires_at > :now and g.held_reason is null as is_alive
                            from pending_grant g join address on address.email = g.email
                            where g.course_id = :course and g.kind = :kind
                        ), renewed as (
                            delete from expired_grant e using address
                            where address.email = e.email and e.course_id = :course and e.kind = :kind
                        ), changed as (
                            update pending_grant g
                            set payload = cast(:payload as jsonb), granted_by = :grantedBy, by_admin = :byAdmin,
                                granted_at = :now, expires_at = :expiresAt, held_reason = null,
                                held_explanation = null
                            from before where g.id = before.id
                            returning g.id, case when not before.is_alive
                                                 or (before.payload, before.granted_by) <> (g.payload, g.granted_by)
                                            then 'changed' end as what
                        ), added as (
                            insert into pending_grant
                                (id, email, course_id, kind, payload, granted_by, by_admin, granted_at, expires_at)
                            select id, email, :course, :kind, cast(:payload as jsonb), :grantedBy, :byAdmin, :now, :expiresAt
                            from address where email not in (select email from before)
                            returning id, 'granted' as what
                        ), stored as (
                            select * from changed union all select * from added
                        ), told as (
                            insert into grant_history (grant_id, course_id, kind, what, actor_id, at, why)
                            select id, :course, :kind, what, :grantedBy, :now, :why from stored where what is not null
                        )
                        select id from stored limit 1
                        """, UUID.class)
                .setParameter("course", courseId)
                .setParameter("kind", kind.name())
                .setParameter("payload", payloads.write(payload))
                .setParameter("grantedBy", giver.personId())
                .setParameter("byAdmin", giver.admin())
                .setParameter("now", grantedAt)
                .setParameter("expiresAt", expiresAt)
                .setParameter("why", why)
                .setParameter(
                        "ids",
                        addresses.stream().map(address -> UUID.randomUUID()).toArray(UUID[]::new))
                .setParameter(
                        "emails", addresses.stream().map(EmailAddress::value).toArray(String[]::new))
                .getSingleResult();
    }

    /** {@return whether there was something to take back} */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean revoke(GrantKind<?> kind, UUID courseId, EmailAddress address, UUID revokedBy, String why) {
        Optional<UUID> revoked = SingleColumn.query(session, """
                        delete from pending_grant where email = :email and course_id = :course and kind = :kind
                        returning id
                        """, UUID.class)
                .setParameter("email", address.value())
                .setParameter("course", courseId)
                .setParameter("kind", kind.name())
                .uniqueResultOptional();
        revoked.ifPresent(id -> {
            history.add(What.REVOKED, revokedBy, why, new Entry(id, courseId, kind.name(), null));
            provisioning.release(List.of(address));
        });
        return revoked.isPresent();
    }

    /** {@return how many of some grants were still waiting, and do not any more} */
    @Transactional(Transactional.TxType.MANDATORY)
    public int revoke(GrantKind<?> kind, UUID courseId, Collection<UUID> grantIds, UUID revokedBy, String why) {
        List<Revoked> revoked = session.createNativeQuery("""
                        delete from pending_grant where id = any(:ids) and course_id = :course and kind = :kind
                        returning id, email
                        """, Revoked.class)
                .setParameter("ids", grantIds.toArray(UUID[]::new))
                .setParameter("course", courseId)
                .setParameter("kind", kind.name())
                .getResultList();
        history.add(
                What.REVOKED,
                revokedBy,
                why,
                revoked.stream()
                        .map(grant -> new Entry(grant.id(), courseId, kind.name(), null))
                        .toList());
        provisioning.release(
                revoked.stream().map(grant -> new EmailAddress(grant.email())).toList());
        return revoked.size();
    }

    /** {@return whether anything waits for the address, whatever its state} */
    @Transactional
    public boolean waitFor(EmailAddress address) {
        return SingleColumn.query(
                        session, "select exists (select from pending_grant where email = :email)", Boolean.class)
                .setParameter("email", address.value())
                .getSingleResult();
    }
}
