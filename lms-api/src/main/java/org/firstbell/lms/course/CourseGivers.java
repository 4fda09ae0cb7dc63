package org.firstbell.lms.course;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.firstbell.lms.grant.GiverRights;
import org.hibernate.StatelessSession;

/** The owner of a course may give everything in it, an administrator too; others what their privileges let them give. */
@ApplicationScoped
class CourseGivers implements GiverRights {

    private final StatelessSession session;

    CourseGivers(StatelessSession session) {
        this.session = session;
    }

    @Override
    @Transactional(Transactional.TxType.MANDATORY)
    public Set<UUID> lostFor(Map<UUID, String> needed) {
        List<Map.Entry<UUID, String>> asked = new ArrayList<>(needed.entrySet());
        return Set.copyOf(session.createNativeQuery("""
                        select g.id from unnest(:ids, :privileges) as asked (id, privilege)
                        join pending_grant g on g.id = asked.id
                        join course c on c.id = g.course_id
                        left join course_privileges p on p.course_id = g.course_id and p.person_id = g.granted_by
                        where not g.by_admin and c.owner_id <> g.granted_by
                          and not coalesce(asked.privilege = any(p.allow) and not asked.privilege = any(p.deny), false)
                        """, UUID.class)
                .setParameter("ids", asked.stream().map(Map.Entry::getKey).toArray(UUID[]::new))
                .setParameter(
                        "privileges", asked.stream().map(Map.Entry::getValue).toArray(String[]::new))
                .getResultList());
    }
}
