package org.firstbell.lms.reconciliation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;
import org.firstbell.lms.sql.SingleColumn;
import org.hibernate.StatelessSession;

/** Everybody there is to ask the realm about, page by page, each page in one statement. */
@ApplicationScoped
class Roll {

    /** Before the first person. */
    static final UUID NOBODY = new UUID(0, 0);

    /** Before the first address. */
    static final String NOWHERE = "";

    private final StatelessSession session;

    Roll(StatelessSession session) {
        this.session = session;
    }

    /** @param email null if no address of theirs is known */
    record Entry(UUID id, String email) {}

    /** {@return people who have been here, by id, purged ones left out} */
    @Transactional
    List<Entry> people(UUID after, int limit) {
        return session.createNativeQuery("""
                        select id, email from person where purged_at is null and id > :after order by id limit :limit
                        """, Entry.class)
                .setParameter("after", after)
                .setParameter("limit", limit)
                .getResultList();
    }

    /** {@return addresses for which something waits, in order} */
    @Transactional
    List<String> waitingAddresses(String after, int limit) {
        return SingleColumn.query(session, """
                        select distinct email from pending_grant where email > :after order by email limit :limit
                        """, String.class)
                .setParameter("after", after)
                .setParameter("limit", limit)
                .getResultList();
    }
}
