package org.firstbell.lms.grant;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.firstbell.address.EmailAddress;
import org.firstbell.lms.explanation.Explanation;
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
import org.firstbell.lms.sql.SingleColumn;
import org.hibernate.StatelessSession;

/** Grants that could not be attached although their person has come, until an administrator or a change lets them go on. */
@ApplicationScoped
class HeldGrants {

    private static final String WHY = "release";

    private final StatelessSession session;
    private final AddressLocks locks;
    private final People people;
    private final Attachment attachment;
    private final GrantHistory history;
    private final StoredExplanations explanations;

    HeldGrants(
            StatelessSession session,
            AddressLocks locks,
            People people,
            Attachment attachment,
            GrantHistory history,
            StoredExplanations explanations) {
        this.session = session;
        this.locks = locks;
        this.people = people;
        this.attachment = attachment;
        this.history = history;
        this.explanations = explanations;
    }

    /**
     * A grant that is held.
     *
     * @param reason a sentence for an administrator
     * @param explanation the reason, for those who say it in another language; null for one of before there were codes
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Held(
            UUID id,
            UUID courseId,
            String course,
            String kind,
            String email,
            String reason,
            Explanation explanation,
            UUID grantedBy,
            Instant grantedAt,
            Instant expiresAt) {}

    private record Row(
            UUID id,
            UUID courseId,
            String course,
            String kind,
            String email,
            String reason,
            String explanation,
            UUID grantedBy,
            Instant grantedAt,
            Instant expiresAt) {}

    private record Released(UUID courseId, String kind) {}

    @Transactional
    Page<Held> list(Cursor after, PageLimit limit) {
        var found = session.createNativeQuery("""
                        select g.id, g.course_id, c.title as course, g.kind, g.email, g.held_reason as reason,
                               cast(g.held_explanation as text) as explanation, g.granted_by, g.granted_at, g.expires_at
                        from pending_grant g join course c on c.id = g.course_id
                        where g.held_reason is not null and cast(g.id as text) > :after
                        order by cast(g.id as text) limit :limit
                        """, Row.class)
                .setParameter("after", after.key())
                .setParameter("limit", limit.rows() + 1)
                .getResultList();
        Page<Row> page = Page.cut(found, limit, row -> new Cursor(row.id().toString(), ""));
        return new Page<>(page.rows().stream().map(this::held).toList(), page.next());
    }

    private Held held(Row row) {
        return new Held(
                row.id(),
                row.courseId(),
                row.course(),
                row.kind(),
                row.email(),
                row.reason(),
                explanations.read(row.explanation()),
                row.grantedBy(),
                row.grantedAt(),
                row.expiresAt());
    }

    /**
     * Lets a grant go on with an administrator's right to give it.
     *
     * @return whether it is attached; else it is still held, for another reason
     * @throws ProblemException if there is no such grant, or it is not held
     */
    @Transactional
    boolean release(UUID grantId, UUID adminId) {
        EmailAddress address = addressOf(grantId).orElseThrow(() -> new ProblemException(ProblemType.GRANT_NOT_FOUND));
        locks.lock(address);
        Released released = session.createNativeQuery("""
                        update pending_grant set by_admin = true, held_reason = null, held_explanation = null
                        where id = :id and held_reason is not null returning course_id, kind
                        """, Released.class)
                .setParameter("id", grantId)
                .uniqueResultOptional()
                .orElseThrow(() -> new ProblemException(ProblemType.GRANT_NOT_FOUND));
        history.add(What.CHANGED, adminId, WHY, new Entry(grantId, released.courseId(), released.kind(), null));
        people.holderOf(address)
                .map(PersonView::userId)
                .ifPresent(holder -> attachment.attachPending(holder, address, Instant.MAX, WHY));
        return addressOf(grantId).isEmpty();
    }

    private Optional<EmailAddress> addressOf(UUID grantId) {
        return SingleColumn.query(session, "select email from pending_grant where id = :id", String.class)
                .setParameter("id", grantId)
                .uniqueResultOptional()
                .map(EmailAddress::new);
    }
}
