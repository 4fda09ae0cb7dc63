package org.firstbell.lms.roster;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.firstbell.lms.course.Privileges;
import org.firstbell.lms.grant.GrantStatus;
import org.firstbell.lms.paging.Cursor;
import org.firstbell.lms.paging.Page;
import org.firstbell.lms.paging.PageLimit;
import org.firstbell.lms.person.PersonView;
import org.hibernate.StatelessSession;

/** One list of people who hold something in a course and people for whom something waits there, by name or address. */
@ApplicationScoped
class Roster {

    private final StatelessSession session;
    private final Clock clock;

    Roster(StatelessSession session, Clock clock) {
        this.session = session;
        this.clock = clock;
    }

    private record Row(
            UUID userId,
            String email,
            String name,
            String allow,
            String deny,
            boolean enrolled,
            Instant expiresAt,
            String sortKey,
            String id) {

        RosterEntry entry() {
            Privileges privileges = Privileges.named(allow, deny);
            return new RosterEntry(
                    userId == null ? GrantStatus.PENDING : GrantStatus.ACTIVE,
                    new PersonView(email, userId, name),
                    privileges.allow(),
                    privileges.deny(),
                    privileges.effective(),
                    enrolled,
                    expiresAt);
        }
    }

    /**
     * @param search part of a name or of an address, in any case; empty finds everybody
     * @param status null for both
     */
    @Transactional
    Page<RosterEntry> search(UUID courseId, String search, GrantStatus status, Cursor after, PageLimit limit) {
        var found = session.createNativeQuery("""
                        with active as (
                            select p.id as user_id, p.email, p.name, cp.allow, cp.deny,
                                   e.person_id is not null as enrolled, cast(null as timestamptz) as expires_at,
                                   lower(coalesce(p.name, p.email, '')) as sort_key, cast(p.id as text) as id
                            from (select person_id from course_privileges where course_id = :course
                                  union select person_id from enrolment where course_id = :course) member
                            join person p on p.id = member.person_id
                            left join course_privileges cp on cp.course_id = :course and cp.person_id = p.id
                            left join enrolment e on e.course_id = :course and e.person_id = p.id
                        ), privileges as (
                            select email, expires_at,
                                   array(select jsonb_path_query(payload, '$.allow[*]') #>> '{}') as allow,
                                   array(select jsonb_path_query(payload, '$.deny[*]') #>> '{}') as deny
                            from pending_grant
                            where course_id = :course and kind = 'privileges' and expires_at > :now
                        ), enrolled as (
                            select email, expires_at from pending_grant
                            where course_id = :course and kind = 'enrolment' and expires_at > :now
                        ), pending as (
                            select cast(null as uuid) as user_id, email, cast(null as text) as name, p.allow, p.deny,
                                   e.email is not null as enrolled, least(p.expires_at, e.expires_at) as expires_at,
                                   email as sort_key, email as id
                            from privileges p full join enrolled e using (email)
                        ), everybody as (
                            select * from active where :active union all select * from pending where :pending
                        )
                        select user_id, email, name, array_to_string(allow, ',') as allow,
                               array_to_string(deny, ',') as deny, enrolled, expires_at, sort_key, id
                        from everybody
                        where strpos(lower(concat_ws(' ', name, email)), lower(:search)) > 0
                          and (sort_key collate "C", id collate "C") > (:key, :id)
                        order by sort_key collate "C", id collate "C"
                        limit :limit
                        """, Row.class)
                .setParameter("course", courseId)
                .setParameter("now", clock.instant())
                .setParameter("active", status != GrantStatus.PENDING)
                .setParameter("pending", status != GrantStatus.ACTIVE)
                .setParameter("search", search)
                .setParameter("key", after.key())
                .setParameter("id", after.id())
                .setParameter("limit", limit.rows() + 1)
                .getResultList();
        Page<Row> page = Page.cut(found, limit, row -> new Cursor(row.sortKey(), row.id()));
        return new Page<>(page.rows().stream().map(Row::entry).toList(), page.next());
    }
}
