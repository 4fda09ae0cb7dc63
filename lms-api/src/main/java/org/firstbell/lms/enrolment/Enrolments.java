package org.firstbell.lms.enrolment;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.firstbell.address.EmailAddress;
import org.firstbell.lms.grant.GrantHistory;
import org.firstbell.lms.grant.GrantHistory.Entry;
import org.firstbell.lms.grant.GrantHistory.What;
import org.firstbell.lms.sql.SingleColumn;
import org.hibernate.StatelessSession;

/** Who is enrolled where. */
@ApplicationScoped
class Enrolments {

    private final EnrolmentKind kind;
    private final StatelessSession session;
    private final GrantHistory history;
    private final Clock clock;

    Enrolments(EnrolmentKind kind, StatelessSession session, GrantHistory history, Clock clock) {
        this.kind = kind;
        this.session = session;
        this.history = history;
        this.clock = clock;
    }

    /**
     * What is known of an address with regard to a course.
     *
     * @param personId who holds the address; null if nobody has come with it
     * @param inCourse whether they are enrolled or own the course, or an enrolment waits for them
     */
    record Found(EmailAddress address, UUID personId, boolean inCourse) {

        Verdict verdict() {
            if (inCourse) {
                return Verdict.ALREADY;
            }
            return personId == null ? Verdict.PENDING : Verdict.ENROLLED;
        }
    }

    private record Row(String email, UUID personId, boolean inCourse) {}

    private record One(UUID grantId, UUID personId) {}

    /**
     * Looks all of the addresses up in one statement; each is found once, in their order. Those of which nothing is known do
     * not travel back: they are most of a list.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    List<Found> find(UUID courseId, Collection<EmailAddress> addresses) {
        Map<String, Row> known = session.createNativeQuery("""
                        select address.email, p.id as person_id,
                               e.person_id is not null or g.id is not null or c.id is not null as in_course
                        from unnest(:emails) as address (email)
                        left join person p on p.email = address.email
                        left join course c on c.id = :course and c.owner_id = p.id
                        left join enrolment e on e.course_id = :course and e.person_id = p.id
                        left join pending_grant g on g.email = address.email and g.course_id = :course
                             and g.kind = :kind and g.expires_at > :now
                        where p.id is not null or g.id is not null
                        """, Row.class)
                .setParameter(
                        "emails", addresses.stream().map(EmailAddress::value).toArray(String[]::new))
                .setParameter("course", courseId)
                .setParameter("kind", kind.name())
                .setParameter("now", clock.instant())
                .getResultStream()
                .collect(Collectors.toMap(Row::email, Function.identity()));
        return addresses.stream()
                .map(address -> found(address, known.get(address.value())))
                .toList();
    }

    private static Found found(EmailAddress address, Row known) {
        return known == null ? new Found(address, null, false) : new Found(address, known.personId(), known.inCourse());
    }

    /** {@return the id of the grant by which somebody is enrolled} */
    @Transactional(Transactional.TxType.MANDATORY)
    Optional<UUID> grantOf(UUID courseId, UUID personId) {
        return SingleColumn.query(
                        session,
                        "select grant_id from enrolment where course_id = :course and person_id = :person",
                        UUID.class)
                .setParameter("course", courseId)
                .setParameter("person", personId)
                .uniqueResultOptional();
    }

    /** Enrols people who are here; those who are enrolled stay so. */
    @Transactional(Transactional.TxType.MANDATORY)
    void enrol(UUID courseId, Collection<UUID> personIds, UUID grantedBy, String why) {
        if (personIds.isEmpty()) {
            return;
        }
        List<One> enrolled = session.createNativeQuery("""
                        insert into enrolment (course_id, person_id, grant_id, granted_by, granted_at)
                        select :course, person_id, grant_id, :grantedBy, :now
                        from unnest(:people, :grants) as enrolled (person_id, grant_id)
                        on conflict (course_id, person_id) do nothing
                        returning grant_id, person_id
                        """, One.class)
                .setParameter("course", courseId)
                .setParameter("grantedBy", grantedBy)
                .setParameter("now", clock.instant())
                .setParameter("people", personIds.toArray(UUID[]::new))
                .setParameter(
                        "grants",
                        personIds.stream().map(id -> UUID.randomUUID()).toArray(UUID[]::new))
                .getResultList();
        history.add(What.GRANTED, grantedBy, why, entries(courseId, enrolled));
    }

    /** {@return how many of some enrolments were held, and are not any more} */
    @Transactional(Transactional.TxType.MANDATORY)
    int end(UUID courseId, Collection<UUID> grantIds, UUID endedBy, String why) {
        List<One> ended = session.createNativeQuery("""
                        delete from enrolment where grant_id = any(:ids) and course_id = :course
                        returning grant_id, person_id
                        """, One.class)
                .setParameter("ids", grantIds.toArray(UUID[]::new))
                .setParameter("course", courseId)
                .getResultList();
        history.add(What.REVOKED, endedBy, why, entries(courseId, ended));
        return ended.size();
    }

    private List<Entry> entries(UUID courseId, List<One> enrolments) {
        return enrolments.stream()
                .map(one -> new Entry(one.grantId(), courseId, kind.name(), one.personId()))
                .toList();
    }
}
