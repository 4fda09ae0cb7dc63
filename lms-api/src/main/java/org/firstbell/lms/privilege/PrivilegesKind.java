package org.firstbell.lms.privilege;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.constraints.NotNull;
import java.util.Set;
import org.firstbell.lms.course.Privilege;
import org.firstbell.lms.course.Privileges;
import org.firstbell.lms.grant.GrantKind;

/** Privileges in a course, as a kind of grant: what waits is united with what is held. */
@ApplicationScoped
class PrivilegesKind implements GrantKind<PrivilegesKind.Payload> {

    record Payload(
            @NotNull Set<@NotNull Privilege> allow, @NotNull Set<@NotNull Privilege> deny) {

        static Payload of(Privileges privileges) {
            return new Payload(privileges.allow(), privileges.deny());
        }

        Privileges privileges() {
            return new Privileges(allow, deny);
        }
    }

    @Override
    public String name() {
        return "privileges";
    }

    @Override
    public Class<Payload> payloadType() {
        return Payload.class;
    }

    @Override
    public String table() {
        return "course_privileges";
    }

    @Override
    public String givenWith() {
        return Privilege.MANAGE_PRIVILEGES.toString();
    }

    @Override
    public String attach(String grants) {
        return """
                insert into course_privileges (course_id, person_id, allow, deny, grant_id, granted_by, granted_at)
                select course_id, person_id,
                       array(select jsonb_array_elements_text(payload -> 'allow')),
                       array(select jsonb_array_elements_text(payload -> 'deny')),
                       id, granted_by, granted_at
                from %s
                on conflict (course_id, person_id) do update
                set allow = array(select unnest(course_privileges.allow) union select unnest(excluded.allow)),
                    deny = array(select unnest(course_privileges.deny) union select unnest(excluded.deny))
                """.formatted(grants);
    }
}
