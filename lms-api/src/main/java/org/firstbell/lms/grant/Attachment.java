package org.firstbell.lms.grant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.firstbell.address.EmailAddress;
import org.firstbell.lms.grant.GrantHistory.Entry;
import org.firstbell.lms.grant.GrantHistory.What;
import org.firstbell.lms.provisioning.ProvisioningRequests;
import org.hibernate.StatelessSession;

/**
 * Turns what waits for an address into what its person holds, and ends it with the person's account.
 *
 * <p>A constant number of statements, however much waits: one reads, one looks at the rights of those who gave, one for each
 * kind gives, one deletes, one writes the history of each outcome.
 */
@ApplicationScoped
public class Attachment {

    private final StatelessSession session;
    private final GrantPayloads payloads;
    private final ActiveGrants active;
    private final GiverRights givers;
    private final ExpiredGrants expiredGrants;
    private final GrantHistory history;
    private final ProvisioningRequests provisioning;
    private final Clock clock;

    Attachment(
            StatelessSession session,
            GrantPayloads payloads,
            ActiveGrants active,
            GiverRights givers,
            ExpiredGrants expiredGrants,
            GrantHistory history,
            ProvisioningRequests provisioning,
            Clock clock) {
        this.session = session;
        this.payloads = payloads;
        this.active = active;
        this.givers = givers;
        this.expiredGrants = expiredGrants;
        this.history = history;
        this.provisioning = provisioning;
        this.clock = clock;
    }

    private record Waiting(
            UUID id,
            UUID courseId,
            String kind,
            String payload,
            Instant grantedAt,
            Instant expiresAt,
            String heldReason) {

        Entry entry(UUID personId) {
            return new Entry(id, courseId, kind, personId);
        }
    }

    private record Held(Waiting grant, String reason) {

        boolean isNews() {
            return !reason.equals(grant.heldReason());
        }
    }

    /**
     * Attaches everything valid, retires what has expired, and holds with its reason what is not valid any more or might not
     * be given any more by who gave it.
     *
     * <p>Wants the {@link AddressLocks lock} of the address to be held and the person to have a row.
     *
     * @param address proven to be the person's
     * @param grantedUntil the last second whose grants are theirs, where the address has been theirs for a time only;
     *     {@link Instant#MAX} if it is theirs now
     * @param why for the history
     * @return how many grants were attached
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public int attachPending(UUID personId, EmailAddress address, Instant grantedUntil, String why) {
        Instant now = clock.instant();
        List<Waiting> valid = new ArrayList<>();
        List<Waiting> expired = new ArrayList<>();
        List<Held> held = new ArrayList<>();
        for (Waiting grant : waitingFor(address, grantedUntil)) {
            if (!grant.expiresAt().isAfter(now)) {
                expired.add(grant);
                continue;
            }
            payloads.whyInvalid(grant.kind(), grant.payload())
                    .ifPresentOrElse(reason -> held.add(new Held(grant, reason)), () -> valid.add(grant));
        }
        holdWhatMayNotBeGivenAnyMore(valid, held);
        give(personId, valid);
        delete(valid);
        if (!expired.isEmpty()) {
            expiredGrants.retire(List.of(address));
        }
        List<Held> newlyHeld = held.stream().filter(Held::isNews).toList();
        hold(newlyHeld);
        history.add(What.ATTACHED, personId, why, entries(valid, personId));
        history.add(What.EXPIRED, personId, why, entries(expired, personId));
        history.add(
                What.HELD,
                personId,
                why,
                entries(newlyHeld.stream().map(Held::grant).toList(), null));
        return valid.size();
    }

    private void holdWhatMayNotBeGivenAnyMore(List<Waiting> valid, List<Held> held) {
        if (valid.isEmpty()) {
            return;
        }
        Set<UUID> lost = givers.lostFor(valid.stream()
                .collect(Collectors.toMap(
                        Waiting::id, grant -> payloads.kind(grant.kind()).givenWith())));
        valid.stream()
                .filter(grant -> lost.contains(grant.id()))
                .forEach(grant -> held.add(new Held(grant, "Whoever gave it may not give it any more.")));
        valid.removeIf(grant -> lost.contains(grant.id()));
    }

    /**
     * Ends everything that a person holds or that waits for them, with their account.
     *
     * @param address whose lock is held; null if the person has none
     * @param why for the history
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void endAll(UUID personId, EmailAddress address, String why) {
        history.add(What.ENDED, personId, why, active.endOf(personId));
        if (address != null) {
            endPending(personId, address, Instant.MAX, why);
            expiredGrants.forget(address);
        }
    }

    /**
     * Ends what waits for a person whose account is deleted.
     *
     * @param address whose lock is held
     * @param grantedUntil as in {@link #attachPending}
     * @param why for the history
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void endPending(UUID personId, EmailAddress address, Instant grantedUntil, String why) {
        List<Waiting> waiting = waitingFor(address, grantedUntil);
        delete(waiting);
        history.add(What.ENDED, personId, why, entries(waiting, null));
        provisioning.release(List.of(address));
    }

    private List<Waiting> waitingFor(EmailAddress address, Instant grantedUntil) {
        return session
                .createNativeQuery("""
                        select id, course_id, kind, cast(payload as text) as payload, granted_at, expires_at, held_reason
                        from pending_grant where email = :email
                        """, Waiting.class)
                .setParameter("email", address.value())
                .getResultList()
                .stream()
                .filter(grant ->
                        !grant.grantedAt().truncatedTo(ChronoUnit.SECONDS).isAfter(grantedUntil))
                .toList();
    }

    private void give(UUID personId, List<Waiting> grants) {
        grants.stream()
                .collect(Collectors.groupingBy(Waiting::kind, Collectors.mapping(Waiting::id, Collectors.toList())))
                .forEach((kind, ids) -> payloads.kind(kind).attach(personId, ids));
    }

    private void delete(List<Waiting> grants) {
        if (!grants.isEmpty()) {
            session.createNativeMutationQuery("delete from pending_grant where id = any(:ids)")
                    .setParameter("ids", grants.stream().map(Waiting::id).toArray(UUID[]::new))
                    .executeUpdate();
        }
    }

    private void hold(List<Held> grants) {
        if (!grants.isEmpty()) {
            session.createNativeMutationQuery("""
                            update pending_grant g set held_reason = held.reason
                            from unnest(:ids, :reasons) as held (id, reason) where g.id = held.id
                            """)
                    .setParameter(
                            "ids",
                            grants.stream().map(held -> held.grant().id()).toArray(UUID[]::new))
                    .setParameter("reasons", grants.stream().map(Held::reason).toArray(String[]::new))
                    .executeUpdate();
        }
    }

    private static List<Entry> entries(List<Waiting> grants, UUID personId) {
        return grants.stream().map(grant -> grant.entry(personId)).toList();
    }
}
