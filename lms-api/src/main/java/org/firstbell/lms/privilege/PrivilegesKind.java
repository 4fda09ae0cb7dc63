package org.firstbell.lms.privilege;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.NotNull;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import org.firstbell.lms.course.Privilege;
import org.firstbell.lms.course.Privileges;
import org.firstbell.lms.grant.GrantKind;
import org.hibernate.StatelessSession;

/** Privileges in a course, as a kind of grant: what waits is united with what is held. */
@ApplicationScoped
class PrivilegesKind implements GrantKind<PrivilegesKind.Payload> {

    private final StatelessSession session;

    PrivilegesKind(StatelessSession session) {
        this.session = session;
    }

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
    @Transactional(Transactional.TxType.MANDATORY)
    public void attach(UUID personId, Collection<UUID> grantIds) {
        session.createNativeMutationQuery("""
                        insert into course_privileges
                            (course_id, person_id, allow, deny, grant_id, granted_by, granted_at)
                        select course_id, :person,
                               array(select jsonb_array_elements_text(payload -> 'allow')),
                               array(select jsonb_array_elements_text(payload -> 'deny')),
                               id, granted_by, granted_at
                        from pending_grant where id = any(:ids)
                        on conflict (course_id, person_id) do update
                        set allow = array(select unnest(course_privileges.allow) union select unnest(excluded.allow)),
                            deny = array(select unnest(course_privileges.deny) union select unnest(excluded.deny))
                        """)
                .setParameter("person", personId)
                .setParameter("ids", grantIds.toArray(UUID[]::new))
                .executeUpdate();
    }
}
