package org.firstbell.lms.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A database that has lived through every version: each has filled the tables that were new in it, as the service of its time
 * did.
 */
final class SchemaUpgradeTest {

    private static final String PERSON = "'00000000-0000-0000-0000-000000000001'";
    private static final String COURSE = "'00000000-0000-0000-0000-000000000002'";
    private static final String GRANT = "'00000000-0000-0000-0000-000000000003'";

    /** By version. */
    private static final Map<String, List<String>> LIFE = Map.of(
            "1",
            List.of(
                    "insert into person values (" + PERSON + ", 'teacher@school.example', 'Ada', now(), now(), null)",
                    "insert into course values (" + COURSE + ", 'Algebra 1', " + PERSON + ", null, now())",
                    "insert into course_privileges values (" + COURSE + ", " + PERSON
                            + ", '{manage_events}', '{}', gen_random_uuid(), " + PERSON + ", now())",
                    "insert into enrolment values (" + COURSE + ", " + PERSON + ", gen_random_uuid(), " + PERSON
                            + ", now())"),
            "2",
            List.of(
                    "insert into pending_grant values (" + GRANT + ", 'newcomer@school.example', " + COURSE
                            + ", 'enrolment', '{}', " + PERSON + ", now(), now() + interval '1 day', null)",
                    "insert into grant_history (grant_id, course_id, kind, what, actor_id, at, why) values (" + GRANT
                            + ", " + COURSE + ", 'enrolment', 'granted', " + PERSON + ", now(), 'request')",
                    "insert into grant_holder values (gen_random_uuid(), " + PERSON + ")"),
            "3",
            List.of("insert into provisioning_request values ('newcomer@school.example', 'done', 1, now(), now(), null,"
                    + " null, 'created', gen_random_uuid(), null)"),
            "4",
            List.of("insert into event_inbox values ('an-event', 'a-type', now())"),
            "5",
            List.of("insert into enrolment_plan values (gen_random_uuid(), " + COURSE + ", " + PERSON
                    + ", '[]', now(), null)"),
            "7",
            List.of("insert into expired_grant values (gen_random_uuid(), 'late@school.example', " + COURSE
                    + ", 'enrolment', '{}', " + PERSON + ", now(), now())"),
            "9",
            List.of("insert into deleted_course values (gen_random_uuid(), 'Latin', " + PERSON + ", " + PERSON
                    + ", now())"),
            "16",
            List.of("insert into provisioning_list (course_id, kind, granted_at) select course_id, kind, granted_at"
                    + " from pending_grant"));

    /** What Flyway keeps of each version, and compares at every start. */
    private static final Map<String, Integer> CHECKSUMS = Map.ofEntries(
            Map.entry("1", 575_605_025),
            Map.entry("2", 1_157_147_405),
            Map.entry("3", -38_107_081),
            Map.entry("4", -669_649_358),
            Map.entry("5", 1_883_459_860),
            Map.entry("6", -18_242_951),
            Map.entry("7", -586_083_639),
            Map.entry("8", -1_721_807_355),
            Map.entry("9", -1_685_921_131),
            Map.entry("10", 1_737_555_616),
            Map.entry("11", -412_578_646),
            Map.entry("12", 1_396_432_690),
            Map.entry("13", -2_000_073_724),
            Map.entry("14", -1_554_659_134),
            Map.entry("15", -2_016_583_826),
            Map.entry("16", 40_817_159));

    private EmbeddedPostgres postgres;
    private DataSource database;

    @BeforeEach
    void start() throws IOException {
        postgres = EmbeddedPostgres.start();
        database = postgres.getPostgresDatabase();
    }

    @AfterEach
    void stop() throws IOException {
        postgres.close();
    }

    @Test
    void keepsEverything() throws SQLException {
        List<String> versions = versions();
        for (String version : versions) {
            flyway(version).migrate();
            for (String statement : LIFE.getOrDefault(version, List.of())) {
                execute(statement);
            }
        }

        assertThat(versions).containsAll(LIFE.keySet());
        assertThat(flyway("latest").info().pending()).isEmpty();
        for (String table : tables()) {
            assertThat(rows(table)).as(table).isEqualTo(1);
        }
        assertThat(rows("provisioning_request where created_user_id = keycloak_user_id"))
                .isEqualTo(1);
        assertThat(rows("pending_grant where by_admin")).isEqualTo(1);
        assertThat(rows("unasked_grant")).isEqualTo(1);
    }

    /** A migration that is changed once a database has it keeps the LMS from starting there: write another one. */
    @Test
    void leavesEachMigrationAsItIs() {
        assertThat(flyway("latest").info().all())
                .allSatisfy(migration -> assertThat(migration.getChecksum())
                        .as(migration.getScript())
                        .isEqualTo(CHECKSUMS.get(migration.getVersion().toString())));
    }

    private List<String> versions() {
        return Arrays.stream(flyway("latest").info().all())
                .map(MigrationInfo::getVersion)
                .map(Object::toString)
                .toList();
    }

    private Flyway flyway(String target) {
        return Flyway.configure()
                .dataSource(database)
                .locations("filesystem:src/main/resources/db/migration")
                .target(target)
                .load();
    }

    /** All of them but Flyway's own: one that no version fills above fails the test. */
    private List<String> tables() throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select tablename from pg_tables where schemaname = 'public'"
                        + " and tablename <> 'flyway_schema_history'")) {
            while (result.next()) {
                tables.add(result.getString(1));
            }
        }
        return tables;
    }

    private int rows(String from) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select count(*) from " + from)) {
            result.next();
            return result.getInt(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
