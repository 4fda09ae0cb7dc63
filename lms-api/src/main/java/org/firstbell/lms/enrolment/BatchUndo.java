package org.firstbell.lms.enrolment;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.firstbell.address.EmailAddress;
import org.firstbell.lms.course.Courses;
import org.firstbell.lms.grant.PendingGrants;
import org.firstbell.lms.person.AddressLocks;
import org.firstbell.lms.problem.ProblemException;
import org.firstbell.lms.problem.ProblemType;
import org.hibernate.StatelessSession;

/** Takes back what a batch has given, whether it still waits or is held by now; whoever was enrolled before stays. */
@ApplicationScoped
class BatchUndo {

    private final StatelessSession session;
    private final EnrolmentKind kind;
    private final Enrolments enrolments;
    private final PendingGrants pending;
    private final AddressLocks locks;
    private final Courses courses;

    BatchUndo(
            StatelessSession session,
            EnrolmentKind kind,
            Enrolments enrolments,
            PendingGrants pending,
            AddressLocks locks,
            Courses courses) {
        this.session = session;
        this.kind = kind;
        this.enrolments = enrolments;
        this.pending = pending;
        this.locks = locks;
        this.courses = courses;
    }

    /** @param undone enrolments that were taken back now */
    record UndoView(int undone) {}

    private record Given(UUID grantId, String email) {}

    /**
     * Takes a batch back in one transaction and a constant number of statements. Repeated, it finds nothing to do.
     *
     * @throws ProblemException if there is no such batch, or it has enrolled nobody
     */
    @Transactional
    UndoView undo(UUID courseId, UUID undoneBy, UUID batch) {
        List<Given> given = given(courseId, batch);
        if (given.isEmpty()) {
            throw new ProblemException(ProblemType.BATCH_NOT_FOUND);
        }
        List<EmailAddress> addresses = given.stream()
                .map(Given::email)
                .filter(Objects::nonNull)
                .distinct()
                .map(EmailAddress::new)
                .toList();
        locks.lock(addresses);
        courses.keep(courseId);
        List<UUID> grants = given.stream().map(Given::grantId).toList();
        String why = "undo:" + batch;
        return new UndoView(pending.revoke(kind, courseId, grants, undoneBy, why)
                + enrolments.end(courseId, grants, undoneBy, why));
    }

    private List<Given> given(UUID courseId, UUID batch) {
        return session.createNativeQuery("""
                        select distinct h.grant_id, coalesce(g.email, p.email) as email
                        from grant_history h
                        left join pending_grant g on g.id = h.grant_id
                        left join grant_holder on grant_holder.grant_id = h.grant_id
                        left join person p on p.id = grant_holder.person_id
                        where h.course_id = :course and h.why = :why and h.what in ('granted', 'changed')
                        """, Given.class)
                .setParameter("course", courseId)
                .setParameter("why", "batch:" + batch)
                .getResultList();
    }
}
