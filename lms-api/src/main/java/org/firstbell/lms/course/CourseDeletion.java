package org.firstbell.lms.course;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.UUID;
import org.firstbell.lms.grant.CourseGrants;
import org.firstbell.lms.person.AddressLocks;
import org.firstbell.lms.problem.ProblemException;
import org.firstbell.lms.problem.ProblemType;
import org.firstbell.lms.sql.SingleColumn;
import org.hibernate.StatelessSession;

/** Deletes courses, with all that was given in them. */
@ApplicationScoped
class CourseDeletion {

    private static final String WHY = "course-deleted";

    private final StatelessSession session;
    private final AddressLocks locks;
    private final CourseGrants grants;
    private final Clock clock;

    CourseDeletion(StatelessSession session, AddressLocks locks, CourseGrants grants, Clock clock) {
        this.session = session;
        this.locks = locks;
        this.grants = grants;
        this.clock = clock;
    }

    /**
     * Ends every grant in a course, and the course; what remains is its history.
     *
     * <p>Nobody anywhere is given anything meanwhile: it holds the locks of all addresses, since for which of them
     * something waits is known only once nobody can add another.
     *
     * @throws ProblemException if there is no such course any more
     */
    @Transactional
    void delete(UUID courseId, UUID deletedBy) {
        locks.lockAll();
        // First, as it locks rows of people: they are locked before courses everywhere.
        int remembered = session.createNativeMutationQuery("""
                        insert into deleted_course (id, title, owner_id, deleted_by, deleted_at)
                        select id, title, owner_id, :deletedBy, :now from course where id = :course
                        """)
                .setParameter("deletedBy", deletedBy)
                .setParameter("now", clock.instant())
                .setParameter("course", courseId)
                .executeUpdate();
        if (remembered == 0) {
            throw new ProblemException(ProblemType.COURSE_NOT_FOUND);
        }
        // People without an address have no lock: whoever gives them something keeps the course instead.
        SingleColumn.query(session, "select id from course where id = :course for update", UUID.class)
                .setParameter("course", courseId)
                .getSingleResult();
        grants.endAll(courseId, deletedBy, WHY);
        session.createNativeMutationQuery("delete from course where id = :course")
                .setParameter("course", courseId)
                .executeUpdate();
    }
}
