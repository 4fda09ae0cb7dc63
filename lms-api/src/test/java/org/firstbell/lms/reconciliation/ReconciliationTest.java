package org.firstbell.lms.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.firstbell.lms.testing.Api;
import org.firstbell.lms.testing.Api.Answer;
import org.firstbell.lms.testing.Database;
import org.firstbell.lms.testing.LmsTest;
import org.firstbell.lms.testing.Someone;
import org.firstbell.lms.testing.StatementCounter;
import org.firstbell.lms.testing.TestEvent;
import org.firstbell.lms.testing.TestRealm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@LmsTest
class ReconciliationTest {

    TestRealm realm;

    @Inject
    Database database;

    @Inject
    DataSource connections;

    @Inject
    StatementCounter statements;

    private Api admin;
    private Api teacher;
    private UUID course;
    private final Someone newcomer = Someone.anybody();

    @BeforeEach
    void somethingWaits() {
        admin = Api.as(Someone.admin(), realm);
        teacher = Api.as(Someone.teacher(), realm);
        course = teacher.createCourse("Algebra 1");
        teacher.allow(course, newcomer.email(), "manage_events");
        reconcile();
    }

    @AfterEach
    void theRealmIsBack() {
        realm.peopleAvailable(true);
    }

    @Test
    void changesNothingWhileNobodyHasCome() {
        assertNothingWasMissing(reconcile());
        assertThat(isActive(newcomer)).isFalse();
    }

    @Test
    void attachesWhatWaitsForSomebodyWhoseFirstLoginNoEventHasTold() {
        realm.enrol(newcomer);

        assertReport(reconcile(), 1, 0, 0);

        assertThat(isActive(newcomer)).isTrue();
        assertThat(database.text("select name from person where id = ?", newcomer.id()))
                .isEqualTo("New Comer");
        assertThat(history()).containsExactly("granted:request", "attached:reconciliation");
        assertNothingWasMissing(reconcile());
        keycloak(TestEvent.firstBrokerLogin(newcomer).occurredAt(aMinuteAgo()));
        assertThat(history()).containsExactly("granted:request", "attached:reconciliation");
    }

    @Test
    void attachesNothingForAnAddressThatIsNotProven() {
        realm.enrol(newcomer.unverified());

        assertNothingWasMissing(reconcile());
        assertThat(isActive(newcomer)).isFalse();
    }

    @Test
    void endsWhatSomebodyHadWhoseDeletionNoEventHasTold() {
        keycloak(TestEvent.firstBrokerLogin(newcomer));
        realm.delete(newcomer.id());

        assertReport(reconcile(), 0, 0, 1);

        assertThat(isActive(newcomer)).isFalse();
        assertThat(database.number(
                        "select count(*) from person where id = ? and purged_at is not null and email is null",
                        newcomer.id()))
                .isOne();
        assertNothingWasMissing(reconcile());
    }

    @Test
    void leavesAloneWhomTheRealmKeepsToItself() {
        keycloak(TestEvent.firstBrokerLogin(newcomer));

        assertNothingWasMissing(reconcile());
        assertThat(isActive(newcomer)).isTrue();
    }

    @Test
    void changesAnAddressThatNoEventHasToldAndAttachesWhatWaitsThere() {
        Someone renamed = newcomer.withEmail("renamed-" + newcomer.email());
        keycloak(TestEvent.firstBrokerLogin(newcomer).occurredAt(aMinuteAgo()));
        UUID another = teacher.createCourse("Algebra 2");
        teacher.allow(another, renamed.email(), "update_course");
        realm.enrol(renamed);

        assertReport(reconcile(), 1, 1, 0);

        assertThat(database.text("select email from person where id = ?", newcomer.id()))
                .isEqualTo(renamed.email());
        assertNothingWasMissing(reconcile());
    }

    @Test
    void leavesAnAddressAloneWhileTheNextOneIsNotProven() {
        keycloak(TestEvent.firstBrokerLogin(newcomer).occurredAt(aMinuteAgo()));
        realm.enrol(newcomer.withEmail("unproven-" + newcomer.email()).unverified());

        assertNothingWasMissing(reconcile());
        assertThat(database.text("select email from person where id = ?", newcomer.id()))
                .isEqualTo(newcomer.email());
    }

    @Test
    void leavesAnAddressAloneOfWhichANewerEventTells() {
        keycloak(TestEvent.identifierChanged(newcomer, "newer-" + newcomer.email())
                .occurredAt(Instant.now().plus(Duration.ofMinutes(1))));
        realm.enrol(newcomer.withEmail("older-" + newcomer.email()));

        assertNothingWasMissing(reconcile());
        assertThat(database.text("select email from person where id = ?", newcomer.id()))
                .isEqualTo("newer-" + newcomer.email());
    }

    @Test
    void takesOneStatementAndOneRequestForAThousandPeopleOfWhomNothingIsMissing() throws Exception {
        List<String> before = statements.during(this::reconcile);

        database.change(
                "insert into person (id, email, as_of, created_at)"
                        + " select gen_random_uuid(), gen_random_uuid() || '@many.example', now(), now() from generate_series(1, 1000)");
        database.change(
                "insert into pending_grant (id, email, course_id, kind, payload, granted_by, by_admin, granted_at, expires_at)"
                        + " select gen_random_uuid(), gen_random_uuid() || '@many.example', id, 'enrolment', '{}', owner_id,"
                        + " false, now(), now() + interval '1 day' from course, generate_series(1, 1000) where id = ?",
                course);
        List<String> after = statements.during(this::reconcile);

        assertThat(after).hasSize(before.size() + 2);
        assertThat(realm.largestPeopleRequest()).isEqualTo(1_000);
    }

    @Test
    void goesOnWhenSomebodyCannotBePutRight() throws Exception {
        Someone other = Someone.anybody();
        teacher.allow(course, other.email(), "manage_events");
        realm.enrol(newcomer);
        realm.enrol(other);
        database.change("alter table person add constraint trouble check (id <> '" + newcomer.id() + "') not valid");
        try {
            JsonNode report = reconcile();

            assertThat(report.path("failed").asLong()).isOne();
            assertThat(report.path("attached").asLong()).isOne();
            assertThat(isActive(other)).isTrue();
        } finally {
            database.change("alter table person drop constraint trouble");
        }
        assertReport(reconcile(), 1, 0, 0);
    }

    @Nested
    class WhenMorePeopleAreGoneThanMayBe {

        @Test
        void forgetsNobodyUntilAnAdministratorInsists() throws Exception {
            database.change(
                    "insert into person (id, email, as_of, created_at)"
                            + " select gen_random_uuid(), gen_random_uuid() || '@gone.example', now(), now() from generate_series(1, 101)");
            database.texts("select id from person where email like '%@gone.example'").stream()
                    .map(UUID::fromString)
                    .forEach(realm::delete);

            JsonNode withheld = reconcile();
            assertThat(withheld.path("purged").asLong()).isZero();
            assertThat(withheld.path("purgesWithheld").asLong()).isEqualTo(101);

            JsonNode insisted =
                    admin.post("/api/reconciliation?purgeAll=true", "").json();
            assertThat(insisted.path("purged").asLong()).isEqualTo(101);
            assertNothingWasMissing(reconcile());
        }
    }

    @Nested
    class IsRefused {

        @Test
        void whileItIsBeingDoneElsewhere() throws Exception {
            whileLocked(() -> {
                Answer answer = admin.post("/api/reconciliation", "");
                assertThat(answer.status()).isEqualTo(409);
                assertThat(answer.problem()).isEqualTo("reconciliation-running");
            });
            assertNothingWasMissing(reconcile());
        }

        @Test
        void whileTheRealmDoesNotAnswerAndChangesNothing() {
            realm.enrol(newcomer);
            realm.peopleAvailable(false);

            Answer answer = admin.post("/api/reconciliation", "");

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.problem()).isEqualTo("keycloak-unavailable");
            assertThat(isActive(newcomer)).isFalse();
            realm.peopleAvailable(true);
            assertReport(reconcile(), 1, 0, 0);
        }

        @Test
        void toEverybodyButAdministrators() {
            assertThat(teacher.post("/api/reconciliation", "").status()).isEqualTo(403);
            assertThat(Api.anonymously(realm).post("/api/reconciliation", "").status())
                    .isEqualTo(401);
        }

        private void whileLocked(Runnable something) throws SQLException {
            try (Connection elsewhere = connections.getConnection();
                    var statement = elsewhere.createStatement()) {
                statement.execute("select pg_advisory_lock(" + 0xF1857BE2 + ", 0)");
                try {
                    something.run();
                } finally {
                    statement.execute("select pg_advisory_unlock(" + 0xF1857BE2 + ", 0)");
                }
            }
        }
    }

    private JsonNode reconcile() {
        Answer answer = admin.post("/api/reconciliation", "");
        assertThat(answer.status()).isEqualTo(200);
        return answer.json();
    }

    private void keycloak(TestEvent event) {
        assertThat(Api.anonymously(realm).push(event).status()).isEqualTo(202);
    }

    private boolean isActive(Someone someone) {
        return database.number(
                        "select count(*) from course_privileges where person_id = ? and course_id = ?",
                        someone.id(),
                        course)
                == 1;
    }

    private List<String> history() {
        return database.texts("select what || ':' || why from grant_history where course_id = ? order by id", course);
    }

    private static Instant aMinuteAgo() {
        return Instant.now().minus(Duration.ofMinutes(1));
    }

    private static void assertNothingWasMissing(JsonNode report) {
        assertReport(report, 0, 0, 0);
    }

    private static void assertReport(JsonNode report, long attached, long addressesChanged, long purged) {
        assertThat(report.required("checked").asLong()).isPositive();
        assertThat(report.required("attached").asLong()).isEqualTo(attached);
        assertThat(report.required("addressesChanged").asLong()).isEqualTo(addressesChanged);
        assertThat(report.required("purged").asLong()).isEqualTo(purged);
        assertThat(report.required("purgesWithheld").asLong()).isZero();
        assertThat(report.required("failed").asLong()).isZero();
    }
}
