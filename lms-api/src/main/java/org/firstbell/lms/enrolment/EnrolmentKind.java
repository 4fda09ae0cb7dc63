package org.firstbell.lms.enrolment;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.UUID;
import org.firstbell.lms.course.Privilege;
import org.firstbell.lms.grant.GrantKind;
import org.hibernate.StatelessSession;

/** Being enrolled in a course, as a kind of grant. */
@ApplicationScoped
class EnrolmentKind implements GrantKind<EnrolmentKind.Payload> {

    private final StatelessSession session;

    EnrolmentKind(StatelessSession session) {
        this.session = session;
    }

    /** To be enrolled is all there is to it. */
    record Payload() {}

    @Override
    public String name() {
        return "enrolment";
    }

    @Override
    public Class<Payload> payloadType() {
        return Payload.class;
    }

    @Override
    public String table() {
        return "enrolment";
    }

    @Override
    public String givenWith() {
        return Privilege.MANAGE_ENROLMENTS.toString();
    }

    @Override
    @Transactional(Transactional.TxType.MANDATORY)
    public void attach(UUID personId, Collection<UUID> grantIds) {
        session.createNativeMutationQuery("""
                        insert into enrolment (course_id, person_id, grant_id, granted_by, granted_at)
                        select course_id, :person, id, granted_by, granted_at
                        from pending_grant where id = any(:ids)
                        on conflict (course_id, person_id) do nothing
                        """)
                .setParameter("person", personId)
                .setParameter("ids", grantIds.toArray(UUID[]::new))
                .executeUpdate();
    }
}
