package org.firstbell.lms.grant;

import static java.sql.Types.TIMESTAMP_WITH_TIMEZONE;
import static java.time.ZoneOffset.UTC;

import io.opentelemetry.instrumentation.annotations.WithSpan;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.firstbell.address.EmailAddress;
import org.firstbell.lms.explanation.Explanation;
import org.firstbell.lms.explanation.Sentence;
import org.firstbell.lms.explanation.StoredExplanations;
import org.firstbell.lms.grant.AlikeGrants.Alike;
import org.firstbell.lms.grant.GrantHistory.Entry;
import org.firstbell.lms.grant.GrantHistory.What;
import org.firstbell.lms.person.AddressLocks;
import org.firstbell.lms.provisioning.ProvisioningRequests;
import org.hibernate.StatelessSession;

/**
 * Turns what waits for an address into what its person holds, and ends it with the person's account.
 *
 * <p>A constant number of statements, however much waits and of however many kinds: one reads, also the rights of those who
 * gave; one takes away what is given, gives it and writes its history; and one or two see to each other outcome, if there is
 * any.
 */
@ApplicationScoped
public class Attachment {

    private static final Explanation GIVER_MAY_NOT = Sentence.GIVER_MAY_NOT_ANY_MORE.plain();

    /**
     * Names what is left waiting, which is next to nothing, instead of a thousand ids of what is taken: so the index of the
     * addresses finds it in one go, however much waits for others.
     */
    private static final String GONE = """
            with gone as (
                delete from pending_grant g
                where email = ?
                  and (cast(? as timestamptz) is null or date_trunc('second', granted_at) <= ?)
                  and not exists (select from unnest(?) as other (id) where other.id = g.id)
                returning id, course_id, kind, payload, granted_by, granted_at, cast(? as uuid) as person_id
            )
            """;

    private static final String TELL = """
            insert into grant_history (grant_id, course_id, kind, what, actor_id, at, why)
            select id, course_id, kind, ?, person_id, ?, ? from gone
            """;

    private static final String END = GONE + TELL;

    private final StatelessSession session;
    private final DataSource database;
    private final AlikeGrants alike;
    private final GrantPayloads payloads;
    private final ActiveGrants active;
    private final ExpiredGrants expiredGrants;
    private final GrantHistory history;
    private final ProvisioningRequests provisioning;
    private final StoredExplanations explanations;
    private final Clock clock;
    private final String attach;

    Attachment(
            StatelessSession session,
            DataSource database,
            AlikeGrants alike,
            GrantPayloads payloads,
            ActiveGrants active,
            ExpiredGrants expiredGrants,
            GrantHistory history,
            ProvisioningRequests provisioning,
            StoredExplanations explanations,
            Clock clock) {
        this.session = session;
        this.database = database;
        this.alike = alike;
        this.payloads = payloads;
        this.active = active;
        this.expiredGrants = expiredGrants;
        this.history = history;
        this.provisioning = provisioning;
        this.explanations = explanations;
        this.clock = clock;
        this.attach = GONE
                + payloads.kinds().stream().map(Attachment::given).collect(Collectors.joining())
                + ", holder as (insert into grant_holder (grant_id, person_id) select id, person_id from gone)\n"
                + TELL;
    }

    private static String given(GrantKind<?> kind) {
        String grants = "gone_" + kind.table();
        return ", %s as (select * from gone where kind = '%s'), given_%s as (%s)\n"
                .formatted(grants, kind.name(), kind.table(), kind.attach(grants));
    }

    private record Held(Alike grants, Explanation explanation) {

        String reason() {
            return explanation.inEnglish();
        }

        boolean isNews() {
            return !reason().equals(grants.heldReason());
        }
    }

    /**
     * Attaches everything valid, retires what has expired, and holds with its reason what is not valid any more or might not
     * be given any more by who gave it.
     *
     * <p>Wants the {@link AddressLocks lock} of the address to be held and the person to have a row.
     *
     * @param address proven to be the person's
     * @param grantedUntil the last second whose grants are theirs, where the address has been theirs for a time only;
     *     {@link Instant#MAX} if it is theirs now
     * @param why for the history
     * @return how many grants were attached
     */
    @WithSpan("attach")
    @Transactional(Transactional.TxType.MANDATORY)
    public int attachPending(UUID personId, EmailAddress address, Instant grantedUntil, String why) {
        List<Alike> valid = new ArrayList<>();
        List<Alike> expired = new ArrayList<>();
        List<Held> held = new ArrayList<>();
        for (Alike grants : alike.waitingFor(address, grantedUntil)) {
            if (grants.expired()) {
                expired.add(grants);
                continue;
            }
            payloads.whyInvalid(grants.kind(), grants.payload())
                    .or(() -> grants.giverMay() ? Optional.empty() : Optional.of(GIVER_MAY_NOT))
                    .ifPresentOrElse(explanation -> held.add(new Held(grants, explanation)), () -> valid.add(grants));
        }
        int attached = 0;
        if (!valid.isEmpty()) {
            UUID[] others = ids(Stream.concat(expired.stream(), held.stream().map(Held::grants)));
            attached = conclude(attach, personId, address, grantedUntil, others, What.ATTACHED, why);
            long read = valid.stream().mapToLong(Alike::number).sum();
            if (attached != read) {
                throw new IllegalStateException("%d grants were read and %d attached: somebody gives without the lock"
                        .formatted(read, attached));
            }
        }
        if (!expired.isEmpty()) {
            history.add(What.EXPIRED, personId, why, retired(address, personId));
        }
        hold(held.stream().filter(Held::isNews).toList(), personId, why);
        return attached;
    }

    /**
     * Ends everything that a person holds or that waits for them, with their account.
     *
     * @param address whose lock is held; null if the person has none
     * @param why for the history
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void endAll(UUID personId, EmailAddress address, String why) {
        history.add(What.ENDED, personId, why, active.endOf(personId));
        if (address != null) {
            endPending(personId, address, Instant.MAX, why);
            expiredGrants.forget(address);
        }
    }

    /**
     * Ends what waits for a person whose account is deleted.
     *
     * @param address whose lock is held
     * @param grantedUntil as in {@link #attachPending}
     * @param why for the history
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void endPending(UUID personId, EmailAddress address, Instant grantedUntil, String why) {
        conclude(END, personId, address, grantedUntil, new UUID[0], What.ENDED, why);
        provisioning.release(List.of(address));
    }

    /**
     * Takes away what waits for an address, and writes down what became of it.
     *
     * @param sql {@link #END} or {@link #attach}
     * @param others what is left waiting
     */
    private int conclude(
            String sql,
            UUID personId,
            EmailAddress address,
            Instant grantedUntil,
            UUID[] others,
            What what,
            String why) {
        try (Connection connection = database.getConnection();
                PreparedStatement change = connection.prepareStatement(sql)) {
            OffsetDateTime until = AlikeGrants.endOrNull(grantedUntil);
            change.setString(1, address.value());
            change.setObject(2, until, TIMESTAMP_WITH_TIMEZONE);
            change.setObject(3, until, TIMESTAMP_WITH_TIMEZONE);
            change.setArray(4, connection.createArrayOf("uuid", others));
            change.setObject(5, personId);
            change.setString(6, what.name().toLowerCase(Locale.ROOT));
            change.setObject(7, clock.instant().atOffset(UTC));
            change.setString(8, why);
            return change.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("user %s: what waited cannot be taken away".formatted(personId), e);
        }
    }

    private List<Entry> retired(EmailAddress address, UUID personId) {
        return expiredGrants.retire(List.of(address)).stream()
                .map(grant -> new Entry(grant.id(), grant.courseId(), grant.kind(), personId))
                .toList();
    }

    private void hold(List<Held> held, UUID personId, String why) {
        if (!held.isEmpty()) {
            session.createNativeMutationQuery("""
                            with held as (
                                update pending_grant g
                                set held_reason = flaw.reason, held_explanation = cast(flaw.explanation as jsonb)
                                from unnest(:ids, :reasons, :explanations) as flaw (id, reason, explanation)
                                where g.id = flaw.id
                                returning g.id, g.course_id, g.kind
                            )
                            insert into grant_history (grant_id, course_id, kind, what, actor_id, at, why)
                            select id, course_id, kind, :what, :person, :now, :why from held
                            """)
                    .setParameter("ids", ids(held.stream().map(Held::grants)))
                    .setParameter("reasons", forEachGrant(held, Held::reason))
                    .setParameter("explanations", forEachGrant(held, one -> explanations.write(one.explanation())))
                    .setParameter("what", What.HELD.name().toLowerCase(Locale.ROOT))
                    .setParameter("person", personId)
                    .setParameter("now", clock.instant())
                    .setParameter("why", why)
                    .executeUpdate();
        }
    }

    private static UUID[] ids(Stream<Alike> grants) {
        return grants.flatMap(Alike::grantIds).toArray(UUID[]::new);
    }

    private static String[] forEachGrant(List<Held> held, Function<Held, String> text) {
        return held.stream()
                .flatMap(one -> Collections.nCopies((int) one.grants().number(), text.apply(one)).stream())
                .toArray(String[]::new);
    }
}
