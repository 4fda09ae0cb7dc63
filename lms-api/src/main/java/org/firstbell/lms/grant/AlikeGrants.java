package org.firstbell.lms.grant;

import static java.sql.Types.TIMESTAMP_WITH_TIMEZONE;
import static java.time.ZoneOffset.UTC;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.firstbell.address.EmailAddress;

/** What waits for an address, those together of which the same is true: a thousand grants of one list are one row. */
@ApplicationScoped
class AlikeGrants {

    /**
     * Also whether who gave something may still give it: the owner of a course may give everything in it, an administrator
     * too; others what their privileges let them give.
     */
    private static final String QUERY = """
            select g.kind, cast(g.payload as text), g.held_reason, g.expires_at <= ?,
                   g.by_admin or c.owner_id = g.granted_by
                       or coalesce(k.privilege = any(p.allow) and not k.privilege = any(p.deny), false),
                   count(*), string_agg(cast(g.id as text), ',')
            from pending_grant g
            join course c on c.id = g.course_id
            left join (values %s) as k (kind, privilege) on k.kind = g.kind
            left join course_privileges p on p.course_id = g.course_id and p.person_id = g.granted_by
            where g.email = ?
              and (cast(? as timestamptz) is null or date_trunc('second', g.granted_at) <= ?)
            group by 1, 2, 3, 4, 5
            """;

    private final DataSource database;
    private final Clock clock;
    private final String query;

    AlikeGrants(DataSource database, GrantPayloads payloads, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.query = QUERY.formatted(payloads.kinds().stream()
                .map(kind -> "('%s', '%s')".formatted(kind.name(), kind.givenWith()))
                .collect(Collectors.joining(", ")));
    }

    /**
     * Grants of which the same is true, and of which the same becomes.
     *
     * @param heldReason why they could not be attached although their person has come; null while nothing is wrong
     * @param giverMay whether who gave them may still give them
     * @param ids separated by commas
     */
    record Alike(
            String kind,
            String payload,
            String heldReason,
            boolean expired,
            boolean giverMay,
            long number,
            String ids) {

        private static Alike of(ResultSet row) throws SQLException {
            return new Alike(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getBoolean(4),
                    row.getBoolean(5),
                    row.getLong(6),
                    row.getString(7));
        }

        Stream<UUID> grantIds() {
            return Arrays.stream(ids.split(",")).map(UUID::fromString);
        }
    }

    /**
     * Reads what waits, in one statement. Plain JDBC, as writing down the newcomer before it and giving after it: with Hibernate
     * in these three, a single grant took an eighth longer.
     *
     * @param grantedUntil as in {@link Attachment#attachPending}
     */
    @Transactional(Transactional.TxType.MANDATORY)
    List<Alike> waitingFor(EmailAddress address, Instant grantedUntil) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(query)) {
            OffsetDateTime until = endOrNull(grantedUntil);
            statement.setObject(1, clock.instant().atOffset(UTC));
            statement.setString(2, address.value());
            statement.setObject(3, until, TIMESTAMP_WITH_TIMEZONE);
            statement.setObject(4, until, TIMESTAMP_WITH_TIMEZONE);
            List<Alike> found = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(Alike.of(row));
                }
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException("what waits cannot be read", e);
        }
    }

    /** What the database is told of {@code grantedUntil}, as it knows no {@link Instant#MAX}. */
    static OffsetDateTime endOrNull(Instant grantedUntil) {
        return grantedUntil.equals(Instant.MAX) ? null : grantedUntil.atOffset(UTC);
    }
}
