package org.firstbell.e2e.placeholder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.e2e.placeholder.PlaceholderRealm.named;
import static org.firstbell.e2e.placeholder.PlaceholderRealm.outcomes;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.firstbell.e2e.client.Patience;
import org.firstbell.e2e.story.EndToEnd;
import org.firstbell.e2e.system.FirstbellSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Placeholders in a realm so large that it must not be read as a whole. */
@EndToEnd
@Isolated
final class LargeRealmIT {

    private static final int ALREADY_THERE = 20_000;

    /** Few enough that going by index is worth it in a realm of this size already. */
    private static final int NEW = 25;

    /** PostgreSQL counts for itself at first, and tells others within ten seconds. */
    private static final Patience UNTIL_COUNTED = Patience.of(Duration.ofSeconds(30));

    private final FirstbellSystem system;

    LargeRealmIT(FirstbellSystem system) {
        this.system = system;
    }

    @Test
    void isAskedByIndexForThePeopleOfAList() throws SQLException {
        try (PlaceholderRealm realm = new PlaceholderRealm(system.admin(), Map.of());
                Connection database = system.keycloak().connectToDatabase();
                UserTable users = UserTable.of(system.keycloak().connectToDatabase(), realm.id())) {
            users.fill("already", ALREADY_THERE);
            Counts before = Counts.of(database);

            List<String> outcomes = outcomes(realm.create(IntStream.range(0, NEW)
                    .boxed()
                    .flatMap(i -> List.of("already" + (i + 1), "new" + i).stream())
                    .map(name -> named(name + "@school.example"))
                    .toList()));

            assertThat(Collections.frequency(outcomes, "waiting")).isEqualTo(NEW);
            assertThat(Collections.frequency(outcomes, "created")).isEqualTo(NEW);
            Counts after = UNTIL_COUNTED.await(
                    "the new users to be counted",
                    () -> Optional.of(Counts.of(database)).filter(counts -> counts.added() >= before.added() + NEW));
            assertThat(after.readAsAWhole()).isEqualTo(before.readAsAWhole());
            users.clear();
        }
    }

    /** What PostgreSQL counts of Keycloak's table of users. */
    private record Counts(long added, long readAsAWhole) {

        static Counts of(Connection database) {
            try (Statement statement = database.createStatement();
                    ResultSet row = statement.executeQuery("""
                            select n_tup_ins, seq_scan from pg_stat_user_tables where relname = 'user_entity'
                            """)) {
                row.next();
                return new Counts(row.getLong(1), row.getLong(2));
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
