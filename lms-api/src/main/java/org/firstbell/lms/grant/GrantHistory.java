package org.firstbell.lms.grant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.StatelessSession;

/**
 * What happened to each grant, by whom, when and why, for good.
 *
 * <p>Holds ids and nothing personal, so that forgetting a person never means rewriting it.
 */
@ApplicationScoped
public class GrantHistory {

    private final StatelessSession session;
    private final Clock clock;

    GrantHistory(StatelessSession session, Clock clock) {
        this.session = session;
        this.clock = clock;
    }

    /** What can happen to a grant. */
    public enum What {
        /** Given, to a person or to wait for one. */
        GRANTED,
        /** Given anew with another content. */
        CHANGED,
        /** Turned from pending to active. */
        ATTACHED,
        /** Could not be attached, and waits for an administrator. */
        HELD,
        /** Was not attached because its time had passed. */
        EXPIRED,
        /** Taken back. */
        REVOKED,
        /** Ended with its person's account. */
        ENDED
    }

    /**
     * A grant to which something happened.
     *
     * @param personId the person it is for; null while they have not come
     */
    public record Entry(UUID grantId, UUID courseId, String kind, UUID personId) {}

    /**
     * Adds an entry for each grant, in one statement; does nothing for none.
     *
     * @param actorId who did it; for what happens because somebody came or went, that person
     * @param why for example {@code event:<jti>} or {@code batch:<id>}; without personal data
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void add(What what, UUID actorId, String why, Collection<Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        session.createNativeMutationQuery("""
                        with entry as (
                            select * from unnest(:grants, :courses, :kinds, :people)
                                as entry (grant_id, course_id, kind, person_id)
                        ), holder as (
                            insert into grant_holder (grant_id, person_id)
                            select grant_id, person_id from entry where person_id is not null
                            on conflict (grant_id) do nothing
                        )
                        insert into grant_history (grant_id, course_id, kind, what, actor_id, at, why)
                        select grant_id, course_id, kind, :what, :actor, :now, :why from entry
                        """)
                .setParameter("grants", ids(entries, Entry::grantId))
                .setParameter("courses", ids(entries, Entry::courseId))
                .setParameter("kinds", entries.stream().map(Entry::kind).toArray(String[]::new))
                .setParameter("people", ids(entries, Entry::personId))
                .setParameter("what", what.name().toLowerCase(Locale.ROOT))
                .setParameter("actor", actorId)
                .setParameter("now", clock.instant())
                .setParameter("why", why)
                .executeUpdate();
    }

    /** As {@link #add(What, UUID, String, Collection)}, for one grant. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void add(What what, UUID actorId, String why, Entry entry) {
        add(what, actorId, why, List.of(entry));
    }

    private static UUID[] ids(Collection<Entry> entries, Function<Entry, UUID> column) {
        return entries.stream().map(column).toArray(UUID[]::new);
    }
}
