package org.firstbell.lms.privilege;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import org.firstbell.lms.course.Privilege;
import org.firstbell.lms.course.Privileges;
import org.firstbell.lms.sql.SingleColumn;
import org.hibernate.StatelessSession;

/** The privileges that people hold in courses. */
@ApplicationScoped
class CoursePrivileges {

    private final StatelessSession session;
    private final Clock clock;

    CoursePrivileges(StatelessSession session, Clock clock) {
        this.session = session;
        this.clock = clock;
    }

    record Held(UUID grantId, Privileges privileges) {}

    private record Row(UUID grantId, String allow, String deny) {}

    @Transactional(Transactional.TxType.MANDATORY)
    Optional<Held> find(UUID courseId, UUID personId) {
        return session.createNativeQuery("""
                        select grant_id, array_to_string(allow, ',') as allow, array_to_string(deny, ',') as deny
                        from course_privileges where course_id = :course and person_id = :person
                        """, Row.class)
                .setParameter("course", courseId)
                .setParameter("person", personId)
                .uniqueResultOptional()
                .map(row -> new Held(row.grantId(), Privileges.named(row.allow(), row.deny())));
    }

    /** {@return the id of the grant, which stays the same when its content is replaced} */
    @Transactional(Transactional.TxType.MANDATORY)
    UUID put(UUID courseId, UUID personId, Privileges privileges, UUID grantedBy) {
        return SingleColumn.query(session, """
                        insert into course_privileges
                            (course_id, person_id, allow, deny, grant_id, granted_by, granted_at)
                        values (:course, :person, :allow, :deny, :id, :grantedBy, :now)
                        on conflict (course_id, person_id) do update
                        set allow = excluded.allow, deny = excluded.deny,
                            granted_by = excluded.granted_by, granted_at = excluded.granted_at
                        returning grant_id
                        """, UUID.class)
                .setParameter("course", courseId)
                .setParameter("person", personId)
                .setParameter("allow", names(privileges.allow()))
                .setParameter("deny", names(privileges.deny()))
                .setParameter("id", UUID.randomUUID())
                .setParameter("grantedBy", grantedBy)
                .setParameter("now", clock.instant())
                .getSingleResult();
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void delete(UUID grantId) {
        session.createNativeMutationQuery("delete from course_privileges where grant_id = :id")
                .setParameter("id", grantId)
                .executeUpdate();
    }

    private static String[] names(Collection<Privilege> privileges) {
        return privileges.stream().map(Privilege::toString).toArray(String[]::new);
    }
}
