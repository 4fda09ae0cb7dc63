package org.firstbell.lms.grant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.Collection;
import java.util.UUID;
import org.hibernate.StatelessSession;

/** A third kind of grant: all that it takes, but for its table. */
@ApplicationScoped
class MedalKind implements GrantKind<MedalKind.Medal> {

    private final StatelessSession session;

    MedalKind(StatelessSession session) {
        this.session = session;
    }

    record Medal(@NotBlank @Size(max = 20) String title) {}

    @Override
    public String name() {
        return "medal";
    }

    @Override
    public Class<Medal> payloadType() {
        return Medal.class;
    }

    @Override
    public String table() {
        return "medal";
    }

    @Override
    public String givenWith() {
        return "manage_privileges";
    }

    @Override
    @Transactional(Transactional.TxType.MANDATORY)
    public void attach(UUID personId, Collection<UUID> grantIds) {
        session.createNativeMutationQuery("""
                        insert into medal (course_id, person_id, grant_id, title)
                        select course_id, :person, id, payload ->> 'title' from pending_grant where id = any(:ids)
                        """)
                .setParameter("person", personId)
                .setParameter("ids", grantIds.toArray(UUID[]::new))
                .executeUpdate();
    }
}
