package org.firstbell.lms.course;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.firstbell.lms.course.Standing.Role;
import org.firstbell.lms.problem.ProblemException;
import org.firstbell.lms.problem.ProblemType;
import org.firstbell.lms.sql.SingleColumn;
import org.hibernate.StatelessSession;

/** The courses, and where people stand in them. */
@ApplicationScoped
public class Courses {

    private final StatelessSession session;
    private final DataSource database;
    private final Clock clock;

    Courses(StatelessSession session, DataSource database, Clock clock) {
        this.session = session;
        this.database = database;
        this.clock = clock;
    }

    private record Row(
            UUID courseId,
            String title,
            LocalDate endsOn,
            UUID ownerId,
            boolean owner,
            boolean enrolled,
            String allow,
            String deny) {

        static Row of(UUID courseId, UUID personId, ResultSet row) throws SQLException {
            UUID ownerId = row.getObject(3, UUID.class);
            return new Row(
                    courseId,
                    row.getString(1),
                    row.getObject(2, LocalDate.class),
                    ownerId,
                    ownerId.equals(personId),
                    row.getBoolean(4),
                    row.getString(5),
                    row.getString(6));
        }

        Standing standing() {
            if (owner) {
                return new Standing(courseId, title, endsOn, ownerId, Role.OWNER, Privilege.all());
            }
            Privileges privileges = Privileges.named(allow, deny);
            Role role = enrolled || !privileges.effective().isEmpty() ? Role.MEMBER : Role.NONE;
            return new Standing(courseId, title, endsOn, ownerId, role, privileges.effective());
        }
    }

    @Transactional
    public UUID create(String title, LocalDate endsOn, UUID ownerId) {
        Course course = new Course();
        course.id = UUID.randomUUID();
        course.title = title;
        course.endsOn = endsOn;
        course.ownerId = ownerId;
        course.createdAt = clock.instant();
        session.insert(course);
        return course.id;
    }

    /**
     * Keeps a course from being deleted until the transaction ends. Whoever changes something in a course wants that, after
     * the locks of addresses and before anything of the course: its deletion takes them in this order, too.
     *
     * @throws ProblemException if it has been deleted
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void keep(UUID courseId) {
        boolean kept = SingleColumn.query(session, "select id from course where id = :course for key share", UUID.class)
                .setParameter("course", courseId)
                .uniqueResultOptional()
                .isPresent();
        if (!kept) {
            throw new ProblemException(ProblemType.COURSE_NOT_FOUND);
        }
    }

    /**
     * One statement, on primary keys. It comes with almost every request, and is the only one of most: hence plain JDBC, which
     * is one way to the database and back, where a transaction of its own would take two and Hibernate as much time again.
     *
     * @return where the person stands, perhaps outside; empty if there is no such course
     */
    public Optional<Standing> standing(UUID courseId, UUID personId) {
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement("""
                        select c.title, c.ends_on, c.owner_id, e.person_id is not null,
                               array_to_string(p.allow, ','), array_to_string(p.deny, ',')
                        from course c
                        left join course_privileges p on p.course_id = c.id and p.person_id = ?
                        left join enrolment e on e.course_id = c.id and e.person_id = ?
                        where c.id = ?
                        """)) {
            query.setObject(1, personId);
            query.setObject(2, personId);
            query.setObject(3, courseId);
            try (ResultSet course = query.executeQuery()) {
                return course.next()
                        ? Optional.of(Row.of(courseId, personId, course).standing())
                        : Optional.empty();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the course cannot be looked up", e);
        }
    }

    /** {@return the courses that somebody owns or is a member of, by title} */
    @Transactional
    public List<Standing> of(UUID personId) {
        return session.createNativeQuery("""
                        select c.id as course_id, c.title, c.ends_on, c.owner_id, c.owner_id = :person as owner,
                               e.person_id is not null as enrolled,
                               array_to_string(p.allow, ',') as allow, array_to_string(p.deny, ',') as deny
                        from (select id from course where owner_id = :person
                              union select course_id from course_privileges where person_id = :person
                              union select course_id from enrolment where person_id = :person) mine
                        join course c on c.id = mine.id
                        left join course_privileges p on p.course_id = c.id and p.person_id = :person
                        left join enrolment e on e.course_id = c.id and e.person_id = :person
                        order by c.title, c.id
                        """, Row.class).setParameter("person", personId).getResultList().stream()
                .map(Row::standing)
                .filter(Standing::isVisible)
                .toList();
    }
}
