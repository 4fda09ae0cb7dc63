package org.firstbell.lms.enrolment;

import jakarta.enterprise.context.ApplicationScoped;
import org.firstbell.lms.course.Privilege;
import org.firstbell.lms.grant.GrantKind;

/** Being enrolled in a course, as a kind of grant. */
@ApplicationScoped
class EnrolmentKind implements GrantKind<EnrolmentKind.Payload> {

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
    public String attach(String grants) {
        return """
                insert into enrolment (course_id, person_id, grant_id, granted_by, granted_at)
                select course_id, person_id, id, granted_by, granted_at from %s
                on conflict (course_id, person_id) do nothing
                """.formatted(grants);
    }
}
