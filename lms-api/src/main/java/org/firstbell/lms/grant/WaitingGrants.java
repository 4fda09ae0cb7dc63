package org.firstbell.lms.grant;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.firstbell.address.EmailAddress;
import org.firstbell.lms.explanation.Explanation;
import org.firstbell.lms.explanation.Sentence;
import org.firstbell.lms.explanation.StoredExplanations;
import org.firstbell.lms.grant.GrantHistory.Entry;
import org.firstbell.lms.grant.GrantHistory.What;
import org.firstbell.lms.paging.Cursor;
import org.firstbell.lms.paging.Page;
import org.firstbell.lms.paging.PageLimit;
import org.firstbell.lms.person.AddressLocks;
import org.firstbell.lms.person.People;
import org.firstbell.lms.person.PersonView;
import org.firstbell.lms.problem.ProblemException;
import org.firstbell.lms.problem.ProblemType;
import org.firstbell.lms.provisioning.ProvisioningRequests;
import org.firstbell.lms.sql.SingleColumn;
import org.hibernate.StatelessSession;

/** What waits in the whole school, and what an administrator may do about each of it. */
@ApplicationScoped
class WaitingGrants {

    private static final String EXTENDED = "extend";
    private static final String CANCELLED = "cancel";
    private static final String READDRESSED = "readdress";

    private final StatelessSession session;
    private final AddressLocks locks;
    private final People people;
    private final Attachment attachment;
    private final ProvisioningRequests provisioning;
    private final GrantHistory history;
    private final StoredExplanations explanations;
    private final Clock clock;

    WaitingGrants(
            StatelessSession session,
            AddressLocks locks,
            People people,
            Attachment attachment,
            ProvisioningRequests provisioning,
            GrantHistory history,
            StoredExplanations explanations,
            Clock clock) {
        this.session = session;
        this.locks = locks;
        this.people = people;
        this.attachment = attachment;
        this.provisioning = provisioning;
        this.history = history;
        this.explanations = explanations;
        this.clock = clock;
    }

    /** The course in which something waits. */
    record WhereItWaits(UUID id, String title) {}

    /**
     * A grant that waits.
     *
     * @param held why it could not be attached although its person has come; null while nothing is wrong
     * @param provisioning how far the placeholder has come: {@code due}, {@code done} or {@code refused}
     * @param heldExplanation for those who say that in another language; null for a reason of before there were codes
     * @param provisioningProblem what Keycloak last said against it; null for nothing
     * @param provisioningExplanation for those who say that in another language; null if it has no code
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Waiting(
            UUID id,
            String email,
            WhereItWaits course,
            String kind,
            PersonView grantedBy,
            Instant grantedAt,
            Instant expiresAt,
            String held,
            Explanation heldExplanation,
            String provisioning,
            String provisioningProblem,
            Explanation provisioningExplanation) {}

    private record Row(
            UUID id,
            String email,
            UUID courseId,
            String title,
            String kind,
            UUID giverId,
            String giverEmail,
            String giverName,
            Instant grantedAt,
            Instant expiresAt,
            String held,
            String heldExplanation,
            String provisioning,
            String provisioningProblem,
            String provisioningExplanation,
            long sinceMicros) {

        Waiting waiting(StoredExplanations explanations) {
            return new Waiting(
                    id,
                    email,
                    new WhereItWaits(courseId, title),
                    kind,
                    new PersonView(giverEmail, giverId, giverName),
                    grantedAt,
                    expiresAt,
                    held,
                    explanations.read(heldExplanation),
                    provisioning,
                    provisioningProblem,
                    explanations.read(provisioningExplanation));
        }
    }

    private record Found(UUID id, String email, UUID courseId, String kind) {

        EmailAddress address() {
            return new EmailAddress(email);
        }

        Entry entry() {
            return new Entry(id, courseId, kind, null);
        }
    }

    /**
     * A page of it, what has waited longest first.
     *
     * @param search part of an address or of a course's title, in any case; empty finds everything
     * @param stuckOnly whether to leave out what merely waits for its person
     */
    @Transactional
    Page<Waiting> list(String search, boolean stuckOnly, Cursor after, PageLimit limit) {
        var found = session.createNativeQuery("""
                        select * from (
                            select g.id, g.email, c.id as course_id, c.title, g.kind, giver.id as giver_id,
                                   giver.email as giver_email, giver.name as giver_name, g.granted_at, g.expires_at,
                                   g.held_reason as held, cast(g.held_explanation as text) as held_explanation,
                                   case when unasked.id is null then r.state else 'due' end as provisioning,
                                   r.last_error as provisioning_problem,
                                   cast(r.last_error_explanation as text) as provisioning_explanation,
                                   cast(extract(epoch from g.granted_at) * 1000000 as bigint) as since_micros
                            from pending_grant g
                            join course c on c.id = g.course_id
                            join person giver on giver.id = g.granted_by
                            left join (select distinct id from unasked_grant) unasked on unasked.id = g.id
                            left join provisioning_request r on r.email = g.email and unasked.id is null
                            where g.expires_at > :now
                              and (not :stuckOnly or g.held_reason is not null or r.last_error is not null)
                              and strpos(lower(concat_ws(' ', g.email, c.title)), lower(:search)) > 0
                        ) waiting
                        where (since_micros, cast(id as text)) > (:since, :id)
                        order by since_micros, cast(id as text) limit :limit
                        """, Row.class)
                .setParameter("now", clock.instant())
                .setParameter("stuckOnly", stuckOnly)
                .setParameter("search", search)
                .setParameter("since", after.equals(Cursor.START) ? Long.MIN_VALUE : after.number())
                .setParameter("id", after.id())
                .setParameter("limit", limit.rows() + 1)
                .getResultList();
        Page<Row> page = Page.cut(
                found,
                limit,
                row -> new Cursor(String.valueOf(row.sinceMicros()), row.id().toString()));
        return new Page<>(
                page.rows().stream().map(row -> row.waiting(explanations)).toList(), page.next());
    }

    /**
     * Lets a grant wait until another time.
     *
     * @throws ProblemException if there is no such grant
     */
    @Transactional
    void extend(UUID grantId, Instant expiresAt, UUID adminId) {
        Found grant = locked(grantId);
        session.createNativeMutationQuery("update pending_grant set expires_at = :expiresAt where id = :id")
                .setParameter("expiresAt", expiresAt)
                .setParameter("id", grantId)
                .executeUpdate();
        history.add(What.CHANGED, adminId, EXTENDED, grant.entry());
    }

    /**
     * Takes a grant back.
     *
     * @throws ProblemException if there is no such grant
     */
    @Transactional
    void cancel(UUID grantId, UUID adminId) {
        Found grant = locked(grantId);
        session.createNativeMutationQuery("delete from pending_grant where id = :id")
                .setParameter("id", grantId)
                .executeUpdate();
        history.add(What.REVOKED, adminId, CANCELLED, grant.entry());
        provisioning.release(List.of(grant.address()));
    }

    /**
     * Lets a grant wait for another address, with an administrator's right to give it. If that is somebody's who is here, they
     * have it at once.
     *
     * @return whether it is attached
     * @throws ProblemException if there is no such grant, or one of its kind in the course waits for that address already
     */
    @Transactional
    boolean readdress(UUID grantId, EmailAddress to, UUID adminId) {
        EmailAddress from = find(grantId).address();
        if (from.equals(to)) {
            throw ProblemException.invalid("email", Sentence.SAME_ADDRESS.plain());
        }
        locks.lock(List.of(from, to));
        Found grant = find(grantId);
        if (!grant.address().equals(from)) {
            throw new ProblemException(ProblemType.GRANT_NOT_FOUND);
        }
        boolean taken = SingleColumn.query(session, """
                        select exists (select from pending_grant
                                       where email = :to and course_id = :course and kind = :kind)
                        """, Boolean.class)
                .setParameter("to", to.value())
                .setParameter("course", grant.courseId())
                .setParameter("kind", grant.kind())
                .getSingleResult();
        if (taken) {
            throw new ProblemException(ProblemType.GRANT_EXISTS);
        }
        session.createNativeMutationQuery("""
                        with renewed as (
                            delete from expired_grant where email = :to and course_id = :course and kind = :kind
                        )
                        update pending_grant set email = :to, by_admin = true, held_reason = null, held_explanation = null
                        where id = :id
                        """)
                .setParameter("to", to.value())
                .setParameter("course", grant.courseId())
                .setParameter("kind", grant.kind())
                .setParameter("id", grantId)
                .executeUpdate();
        history.add(What.CHANGED, adminId, READDRESSED, grant.entry());
        provisioning.release(List.of(from));
        return people.holderOf(to)
                .map(holder -> attachment.attachPending(holder.userId(), to, Instant.MAX, READDRESSED) > 0)
                .orElseGet(() -> {
                    provisioning.ask(List.of(to));
                    return false;
                });
    }

    /** Reads a grant once nobody else can change it; one that moved to another address meanwhile is not found. */
    private Found locked(UUID grantId) {
        EmailAddress address = find(grantId).address();
        locks.lock(address);
        Found grant = find(grantId);
        if (!grant.address().equals(address)) {
            throw new ProblemException(ProblemType.GRANT_NOT_FOUND);
        }
        return grant;
    }

    private Found find(UUID grantId) {
        return session.createNativeQuery("""
                        select id, email, course_id, kind from pending_grant where id = :id and expires_at > :now
                        """, Found.class)
                .setParameter("id", grantId)
                .setParameter("now", clock.instant())
                .uniqueResultOptional()
                .orElseThrow(() -> new ProblemException(ProblemType.GRANT_NOT_FOUND));
    }
}
