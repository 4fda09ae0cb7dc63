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
        /** Cannot be attached any more because its time has passed. */
        EXPIRED,
        /** Taken back. */
        REVOKED,
        /** Ended with its person's account, or with its course. */
        ENDED
    }

    /**
     * A grant to which something happened.
     *
     * @param personId the person it is for; null while they have not come
     */
    public record Entry(UUID grantId, UUID courseId, String kind, UUID personId) {}

    /**
     * What happened to a grant by whom.
     *
     * @param actorId who did it; for what happens because somebody came or went, that person, and for what happens because
     *     time passed, whoever gave the grant
     */
    public record Deed(UUID actorId, Entry entry) {}

    /** As {@link #add(What, String, Collection)}, where all of it is one person's doing. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void add(What what, UUID actorId, String why, Collection<Entry> entries) {
        add(what, why, entries.stream().map(entry -> new Deed(actorId, entry)).toList());
    }

    /**
     * Adds an entry for each grant, in one statement; does nothing for none.
     *
     * @param why for example {@code event:<jti>} or {@code batch:<id>}; without personal data
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void add(What what, String why, Collection<Deed> deeds) {
        if (deeds.isEmpty()) {
            return;
        }
        session.createNativeMutationQuery("""
                        with entry as (
                            select * from unnest(:actors, :grants, :courses, :kinds, :people)
                                as entry (actor_id, grant_id, course_id, kind, person_id)
                        ), holder as (
                            insert into grant_holder (grant_id, person_id)
                            select grant_id, person_id from entry where person_id is not null
                            on conflict (grant_id) do nothing
                        )
                        insert into grant_history (grant_id, course_id, kind, what, actor_id, at, why)
                        select grant_id, course_id, kind, :what, actor_id, :now, :why from entry
                        """)
                .setParameter("actors", ids(deeds, Deed::actorId))
                .setParameter("grants", ids(deeds, deed -> deed.entry().grantId()))
                .setParameter("courses", ids(deeds, deed -> deed.entry().courseId()))
                .setParameter(
                        "kinds", deeds.stream().map(deed -> deed.entry().kind()).toArray(String[]::new))
                .setParameter("people", ids(deeds, deed -> deed.entry().personId()))
                .setParameter("what", what.name().toLowerCase(Locale.ROOT))
                .setParameter("now", clock.instant())
                .setParameter("why", why)
                .executeUpdate();
    }

    /** As {@link #add(What, UUID, String, Collection)}, for one grant. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void add(What what, UUID actorId, String why, Entry entry) {
        add(what, actorId, why, List.of(entry));
    }

    private static UUID[] ids(Collection<Deed> deeds, Function<Deed, UUID> column) {
        return deeds.stream().map(column).toArray(UUID[]::new);
    }
}
