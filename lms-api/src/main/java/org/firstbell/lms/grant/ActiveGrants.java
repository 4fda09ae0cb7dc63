package org.firstbell.lms.grant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.firstbell.lms.grant.GrantHistory.Entry;
import org.hibernate.StatelessSession;

/** What people hold, of whatever kind. */
@ApplicationScoped
class ActiveGrants {

    private final StatelessSession session;
    private final GrantPayloads payloads;

    ActiveGrants(StatelessSession session, GrantPayloads payloads) {
        this.session = session;
        this.payloads = payloads;
    }

    private record Row(UUID grantId, UUID courseId, UUID personId) {}

    /** Takes everything from a person, in one statement for each kind. */
    @Transactional(Transactional.TxType.MANDATORY)
    List<Entry> endOf(UUID personId) {
        return end("person_id", personId);
    }

    /** Takes everything in a course from whoever holds it, in one statement for each kind. */
    @Transactional(Transactional.TxType.MANDATORY)
    List<Entry> endIn(UUID courseId) {
        return end("course_id", courseId);
    }

    private List<Entry> end(String column, UUID id) {
        return payloads.kinds().stream().flatMap(kind -> end(kind, column, id)).toList();
    }

    private Stream<Entry> end(GrantKind<?> kind, String column, UUID id) {
        return session
                .createNativeQuery(
                        "delete from " + kind.table() + " where " + column
                                + " = :id returning grant_id, course_id, person_id",
                        Row.class)
                .setParameter("id", id)
                .getResultList()
                .stream()
                .map(row -> new Entry(row.grantId(), row.courseId(), kind.name(), row.personId()));
    }
}
