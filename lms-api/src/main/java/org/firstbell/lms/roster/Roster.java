package org.firstbell.lms.roster;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.firstbell.lms.course.Privileges;
import org.firstbell.lms.grant.GrantStatus;
import org.firstbell.lms.paging.Cursor;
import org.firstbell.lms.paging.Page;
import org.firstbell.lms.paging.PageLimit;
import org.firstbell.lms.person.PersonView;
import org.hibernate.StatelessSession;

/**
 * One list of people who hold something in a course, people for whom something waits there, and people who did not come for
 * it in time, by name or address.
 */
@ApplicationScoped
class Roster {

    private final StatelessSession session;
    private final Clock clock;

    Roster(StatelessSession session, Clock clock) {
        this.session = session;
        this.clock = clock;
    }

    private record Row(
            String status,
            UUID userId,
            String email,
            String name,
            String allow,
            String deny,
            boolean enrolled,
            UUID enrolmentVersion,
            String provisioning,
            Instant expiresAt,
            String sortKey,
            String id) {

        RosterEntry entry() {
            Privileges privileges = Privileges.named(allow, deny);
            return new RosterEntry(
                    GrantStatus.valueOf(status),
                    new PersonView(email, userId, name),
                    privileges.allow(),
                    privileges.deny(),
                    privileges.effective(),
                    allow == null ? null : privileges.version(),
                    enrolled,
                    enrolmentVersion,
                    provisioning,
                    expiresAt);
        }
    }

    /**
     * How far the placeholders of a course have come.
     *
     * @param waiting addresses for which something waits
     * @param provisioned those of them that have a placeholder
     * @param refused those of them that Keycloak will not take
     */
    record Progress(long waiting, long provisioned, long refused) {}

    @Transactional
    Progress progress(UUID courseId) {
        return session.createNativeQuery("""
                        select count(*) as waiting, count(*) filter (where r.state = 'done') as provisioned,
                               count(*) filter (where r.state = 'refused') as refused
                        from (select distinct email from pending_grant
                              where course_id = :course and expires_at > :now) waiting
                        left join provisioning_request r
                            on r.email = waiting.email
                            and r.email not in (select email from unasked_grant where course_id = :course)
                        """, Progress.class)
                .setParameter("course", courseId)
                .setParameter("now", clock.instant())
                .getSingleResult();
    }

    /**
     * How many people a course concerns.
     *
     * @param active who hold something in it
     * @param pending addresses for which something waits in it
     */
    record Counts(long active, long pending) {}

    @Transactional
    Counts counts(UUID courseId) {
        return session.createNativeQuery("""
                        select (select count(*) from (select person_id from course_privileges where course_id = :course
                                                      union select person_id from enrolment where course_id = :course) held
                               ) as active,
                               (select count(distinct email) from pending_grant
                                where course_id = :course and expires_at > :now) as pending
                        """, Counts.class)
                .setParameter("course", courseId)
                .setParameter("now", clock.instant())
                .getSingleResult();
    }

    /**
     * @param search part of a name or of an address, in any case; empty finds everybody
     * @param status null for all
     */
    @Transactional
    Page<RosterEntry> search(UUID courseId, String search, GrantStatus status, Cursor after, PageLimit limit) {
        var found = session.createNativeQuery("""
                        with active as (
                            select 'ACTIVE' as status, p.id as user_id, p.email, p.name, cp.allow, cp.deny,
                                   e.person_id is not null as enrolled, e.grant_id as enrolment_version,
                                   cast(null as text) as provisioning,
                                   cast(null as timestamptz) as expires_at,
                                   lower(coalesce(p.name, p.email, '')) as sort_key, cast(p.id as text) as id
                            from (select person_id from course_privileges where course_id = :course
                                  union select person_id from enrolment where course_id = :course) member
                            join person p on p.id = member.person_id
                            left join course_privileges cp on cp.course_id = :course and cp.person_id = p.id
                            left join enrolment e on e.course_id = :course and e.person_id = p.id
                        ), privileges as (
                            select email, expired_at, expired_at <= :now as expired,
                                   array(select jsonb_path_query(payload, '$.allow[*]') #>> '{}') as allow,
                                   array(select jsonb_path_query(payload, '$.deny[*]') #>> '{}') as deny
                            from lapsed_grant where course_id = :course and kind = 'privileges'
                        ), enrolled as (
                            select id, email, expired_at, expired_at <= :now as expired from lapsed_grant
                            where course_id = :course and kind = 'enrolment'
                        ), waiting as (
                            select case when expired then 'EXPIRED' else 'PENDING' end as status,
                                   h.id as user_id, email, h.name, p.allow, p.deny,
                                   e.email is not null as enrolled,
                                   case when not expired then e.id end as enrolment_version,
                                   case when expired then null
                                        when email in (select email from unasked_grant where course_id = :course) then 'due'
                                        else r.state end as provisioning,
                                   least(p.expired_at, e.expired_at) as expires_at,
                                   email as sort_key, email || ' ' || expired as id
                            from privileges p full join enrolled e using (email, expired)
                            left join person h using (email)
                            left join provisioning_request r using (email)
                        ), everybody as (
                            select * from active union all select * from waiting
                        )
                        select status, user_id, email, name, array_to_string(allow, ',') as allow,
                               array_to_string(deny, ',') as deny, enrolled, enrolment_version, provisioning, expires_at, sort_key, id
                        from everybody
                        where status = any(:statuses)
                          and strpos(lower(concat_ws(' ', name, email)), lower(:search)) > 0
                          and (sort_key collate "C", id collate "C") > (:key, :id)
                        order by sort_key collate "C", id collate "C"
                        limit :limit
                        """, Row.class)
                .setParameter("course", courseId)
                .setParameter("now", clock.instant())
                .setParameter(
                        "statuses",
                        Stream.of(GrantStatus.values())
                                .filter(one -> status == null || one == status)
                                .map(Enum::name)
                                .toArray(String[]::new))
                .setParameter("search", search)
                .setParameter("key", after.key())
                .setParameter("id", after.id())
                .setParameter("limit", limit.rows() + 1)
                .getResultList();
        Page<Row> page = Page.cut(found, limit, row -> new Cursor(row.sortKey(), row.id()));
        return new Page<>(page.rows().stream().map(Row::entry).toList(), page.next());
    }
}
