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
import org.firstbell.lms.provisioning.ProvisioningRequests;
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
    private final Clock clock;

    PendingGrants(
            StatelessSession session,
            GrantPayloads payloads,
            GrantHistory history,
            ProvisioningRequests provisioning,
            Clock clock) {
        this.session = session;
        this.payloads = payloads;
        this.history = history;
        this.provisioning = provisioning;
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

    private record Stored(UUID id, boolean isNew, boolean isChanged) {

        boolean is(What what) {
            return what == What.GRANTED ? isNew : isChanged && !isNew;
        }
    }

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
     * As the other, for one address.
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
        return store(kind, courseId, List.of(address), payload, giver, expiresAt, why)
                .get(0);
    }

    /**
     * Stores the same for each of some addresses, in place of what waited there before, and asks for their placeholders.
     * To give again what waits already only makes it wait longer; that is nothing for the history.
     *
     * @param expiresAt from when on it is not attached any more
     * @param why for the history
     * @return the ids of the grants
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public <P extends Record> List<UUID> store(
            GrantKind<P> kind,
            UUID courseId,
            Collection<EmailAddress> addresses,
            P payload,
            Giver giver,
            Instant expiresAt,
            String why) {
        if (addresses.isEmpty()) {
            return List.of();
        }
        List<Stored> stored = session.createNativeQuery("""
                        with renewed as (
                            delete from expired_grant
                            where email = any(:emails) and course_id = :course and kind = :kind
                        ), before as (
                            select id, payload, granted_by from pending_grant
                            where email = any(:emails) and course_id = :course and kind = :kind
                              and expires_at > :now and held_reason is null
                        ), stored as (
                            insert into pending_grant
                                (id, email, course_id, kind, payload, granted_by, by_admin, granted_at, expires_at)
                            select id, email, :course, :kind, cast(:payload as jsonb), :grantedBy, :byAdmin, :now, :expiresAt
                            from unnest(:ids, :emails) as address (id, email)
                            on conflict (email, course_id, kind) do update
                            set payload = excluded.payload, granted_by = excluded.granted_by, by_admin = excluded.by_admin,
                                granted_at = excluded.granted_at, expires_at = excluded.expires_at, held_reason = null
                            returning id, payload, granted_by, xmax = 0 as is_new
                        )
                        select stored.id, stored.is_new,
                               (before.payload, before.granted_by) is distinct from (stored.payload, stored.granted_by)
                                   as is_changed
                        from stored left join before using (id)
                        """, Stored.class)
                .setParameter("course", courseId)
                .setParameter("kind", kind.name())
                .setParameter("payload", payloads.write(payload))
                .setParameter("grantedBy", giver.personId())
                .setParameter("byAdmin", giver.admin())
                .setParameter("now", clock.instant())
                .setParameter("expiresAt", expiresAt)
                .setParameter(
                        "ids",
                        addresses.stream().map(address -> UUID.randomUUID()).toArray(UUID[]::new))
                .setParameter(
                        "emails", addresses.stream().map(EmailAddress::value).toArray(String[]::new))
                .getResultList();
        for (What what : List.of(What.GRANTED, What.CHANGED)) {
            history.add(
                    what,
                    giver.personId(),
                    why,
                    stored.stream()
                            .filter(grant -> grant.is(what))
                            .map(grant -> new Entry(grant.id(), courseId, kind.name(), null))
                            .toList());
        }
        provisioning.ask(addresses);
        return stored.stream().map(Stored::id).toList();
    }

    /** {@return whether there was something to take back} */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean revoke(GrantKind<?> kind, UUID courseId, EmailAddress address, UUID revokedBy, String why) {
        Optional<UUID> revoked = session.createNativeQuery("""
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
        return session.createNativeQuery(
                        "select exists (select from pending_grant where email = :email)", Boolean.class)
                .setParameter("email", address.value())
                .getSingleResult();
    }
}
