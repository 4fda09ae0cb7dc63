package org.firstbell.lms.history;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.UUID;
import org.firstbell.address.EmailAddress;
import org.firstbell.lms.paging.Cursor;
import org.firstbell.lms.paging.Page;
import org.firstbell.lms.paging.PageLimit;
import org.firstbell.lms.person.PersonView;
import org.hibernate.StatelessSession;

/** The history of the grants of a course, latest first. */
@ApplicationScoped
class CourseHistory {

    private final StatelessSession session;

    CourseHistory(StatelessSession session) {
        this.session = session;
    }

    private record Row(
            long position,
            Instant at,
            String what,
            String kind,
            UUID grantId,
            String why,
            UUID actorId,
            String actorEmail,
            String actorName,
            UUID personId,
            String personEmail,
            String personName) {

        HistoryEntry entry() {
            return new HistoryEntry(
                    at,
                    what,
                    kind,
                    grantId,
                    new PersonView(actorEmail, actorId, actorName),
                    personId == null && personEmail == null ? null : new PersonView(personEmail, personId, personName),
                    why);
        }
    }

    /**
     * A page of it.
     *
     * @param address of whom to tell only; null for everybody
     * @param personId of whom to tell only; null for everybody
     */
    @Transactional
    Page<HistoryEntry> find(UUID courseId, EmailAddress address, UUID personId, Cursor after, PageLimit limit) {
        var found = session.createNativeQuery("""
                        select h.id as position, h.at, h.what, h.kind, h.grant_id, h.why,
                               actor.id as actor_id, actor.email as actor_email, actor.name as actor_name,
                               holder.id as person_id, coalesce(holder.email, waiting.email) as person_email,
                               holder.name as person_name
                        from grant_history h
                        join person actor on actor.id = h.actor_id
                        left join grant_holder on grant_holder.grant_id = h.grant_id
                        left join person holder on holder.id = grant_holder.person_id
                        left join lapsed_grant waiting on waiting.id = h.grant_id
                        where h.course_id = :course and h.id < :before
                          and (:email = '' or holder.email = :email or waiting.email = :email)
                          and (:person = '' or cast(holder.id as text) = :person)
                        order by h.id desc limit :limit
                        """, Row.class)
                .setParameter("course", courseId)
                .setParameter("before", position(after))
                .setParameter("email", address == null ? "" : address.value())
                .setParameter("person", personId == null ? "" : personId.toString())
                .setParameter("limit", limit.rows() + 1)
                .getResultList();
        Page<Row> page = Page.cut(found, limit, row -> new Cursor(String.valueOf(row.position()), ""));
        return new Page<>(page.rows().stream().map(Row::entry).toList(), page.next());
    }

    private static long position(Cursor cursor) {
        return cursor.equals(Cursor.START) ? Long.MAX_VALUE : cursor.number();
    }
}
