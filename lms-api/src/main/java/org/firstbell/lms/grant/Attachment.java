package org.firstbell.lms.grant;

import io.opentelemetry.instrumentation.annotations.WithSpan;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.firstbell.address.EmailAddress;
import org.firstbell.lms.explanation.Explanation;
import org.firstbell.lms.explanation.Sentence;
import org.firstbell.lms.explanation.StoredExplanations;
import org.firstbell.lms.grant.GrantHistory.Entry;
import org.firstbell.lms.grant.GrantHistory.What;
import org.firstbell.lms.provisioning.ProvisioningRequests;
import org.hibernate.StatelessSession;

/**
 * Turns what waits for an address into what its person holds, and ends it with the person's account.
 *
 * <p>A constant number of statements, however much waits: one reads, also the rights of those who gave; one for each kind
 * gives; one takes away what is given and writes its history, and one the history of each other outcome.
 */
@ApplicationScoped
public class Attachment {

    private static final Explanation GIVER_MAY_NOT = Sentence.GIVER_MAY_NOT_ANY_MORE.plain();

    private final StatelessSession session;
    private final GrantPayloads payloads;
    private final ActiveGrants active;
    private final ExpiredGrants expiredGrants;
    private final GrantHistory history;
    private final ProvisioningRequests provisioning;
    private final StoredExplanations explanations;
    private final Clock clock;

    Attachment(
            StatelessSession session,
            GrantPayloads payloads,
            ActiveGrants active,
            ExpiredGrants expiredGrants,
            GrantHistory history,
            ProvisioningRequests provisioning,
            StoredExplanations explanations,
            Clock clock) {
        this.session = session;
        this.payloads = payloads;
        this.active = active;
        this.expiredGrants = expiredGrants;
        this.history = history;
        this.provisioning = provisioning;
        this.explanations = explanations;
        this.clock = clock;
    }

    private record Waiting(
            UUID id,
            UUID courseId,
            String kind,
            String payload,
            Instant grantedAt,
            Instant expiresAt,
            String heldReason,
            boolean giverMay) {

        Entry entry(UUID personId) {
            return new Entry(id, courseId, kind, personId);
        }
    }

    private record Content(String kind, String payload) {}

    private record Held(Waiting grant, Explanation explanation) {

        String reason() {
            return explanation.inEnglish();
        }

        boolean isNews() {
            return !reason().equals(grant.heldReason());
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
    @WithSpan("attach")
    @Transactional(Transactional.TxType.MANDATORY)
    public int attachPending(UUID personId, EmailAddress address, Instant grantedUntil, String why) {
        Instant now = clock.instant();
        List<Waiting> valid = new ArrayList<>();
        List<Waiting> expired = new ArrayList<>();
        List<Held> held = new ArrayList<>();
        Map<Content, Optional<Explanation>> flaws = new HashMap<>();
        for (Waiting grant : waitingFor(address, grantedUntil)) {
            if (!grant.expiresAt().isAfter(now)) {
                expired.add(grant);
                continue;
            }
            flaws.computeIfAbsent(
                            new Content(grant.kind(), grant.payload()),
                            content -> payloads.whyInvalid(content.kind(), content.payload()))
                    .or(() -> grant.giverMay() ? Optional.empty() : Optional.of(GIVER_MAY_NOT))
                    .ifPresentOrElse(explanation -> held.add(new Held(grant, explanation)), () -> valid.add(grant));
        }
        give(personId, valid);
        conclude(valid, What.ATTACHED, personId, why);
        if (!expired.isEmpty()) {
            expiredGrants.retire(List.of(address));
        }
        List<Held> newlyHeld = held.stream().filter(Held::isNews).toList();
        hold(newlyHeld);
        history.add(What.EXPIRED, personId, why, entries(expired, personId));
        history.add(
                What.HELD,
                personId,
                why,
                entries(newlyHeld.stream().map(Held::grant).toList(), null));
        return valid.size();
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
        conclude(waitingFor(address, grantedUntil), What.ENDED, personId, why);
        provisioning.release(List.of(address));
    }

    /**
     * Whether who gave something may still give it: the owner of a course may give everything in it, an administrator too;
     * others what their privileges let them give.
     */
    private List<Waiting> waitingFor(EmailAddress address, Instant grantedUntil) {
        Collection<GrantKind<?>> kinds = payloads.kinds();
        return session
                .createNativeQuery("""
                        select g.id, g.course_id, g.kind, cast(g.payload as text) as payload, g.granted_at, g.expires_at,
                               g.held_reason,
                               g.by_admin or c.owner_id = g.granted_by
                                   or coalesce(k.privilege = any(p.allow) and not k.privilege = any(p.deny), false) as giver_may
                        from pending_grant g
                        join course c on c.id = g.course_id
                        left join unnest(:kinds, :privileges) as k (kind, privilege) on k.kind = g.kind
                        left join course_privileges p on p.course_id = g.course_id and p.person_id = g.granted_by
                        where g.email = :email
                        """, Waiting.class)
                .setParameter("email", address.value())
                .setParameter("kinds", kinds.stream().map(GrantKind::name).toArray(String[]::new))
                .setParameter(
                        "privileges", kinds.stream().map(GrantKind::givenWith).toArray(String[]::new))
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

    /** Nothing of it waits any more; the history says what came of it, and who holds what is attached. */
    private void conclude(List<Waiting> grants, What what, UUID personId, String why) {
        if (!grants.isEmpty()) {
            session.createNativeMutationQuery("""
                            with gone as (
                                delete from pending_grant where id = any(:ids) returning id, course_id, kind
                            ), holder as (
                                insert into grant_holder (grant_id, person_id)
                                select id, :person from gone where :isHeldNow
                                on conflict (grant_id) do nothing
                            )
                            insert into grant_history (grant_id, course_id, kind, what, actor_id, at, why)
                            select id, course_id, kind, :what, :person, :now, :why from gone
                            """)
                    .setParameter("ids", grants.stream().map(Waiting::id).toArray(UUID[]::new))
                    .setParameter("person", personId)
                    .setParameter("isHeldNow", what == What.ATTACHED)
                    .setParameter("what", what.name().toLowerCase(Locale.ROOT))
                    .setParameter("now", clock.instant())
                    .setParameter("why", why)
                    .executeUpdate();
        }
    }

    private void hold(List<Held> grants) {
        if (!grants.isEmpty()) {
            session.createNativeMutationQuery("""
                            update pending_grant g
                            set held_reason = held.reason, held_explanation = cast(held.explanation as jsonb)
                            from unnest(:ids, :reasons, :explanations) as held (id, reason, explanation)
                            where g.id = held.id
                            """)
                    .setParameter(
                            "ids",
                            grants.stream().map(held -> held.grant().id()).toArray(UUID[]::new))
                    .setParameter("reasons", grants.stream().map(Held::reason).toArray(String[]::new))
                    .setParameter(
                            "explanations",
                            grants.stream()
                                    .map(Held::explanation)
                                    .map(explanations::write)
                                    .toArray(String[]::new))
                    .executeUpdate();
        }
    }

    private static List<Entry> entries(List<Waiting> grants, UUID personId) {
        return grants.stream().map(grant -> grant.entry(personId)).toList();
    }
}
