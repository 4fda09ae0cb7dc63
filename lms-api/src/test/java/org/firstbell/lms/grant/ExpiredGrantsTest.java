package org.firstbell.lms.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.lms.testing.Eventually.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.firstbell.lms.testing.Api;
import org.firstbell.lms.testing.Database;
import org.firstbell.lms.testing.LmsTest;
import org.firstbell.lms.testing.Someone;
import org.firstbell.lms.testing.StatementCounter;
import org.firstbell.lms.testing.TestClock;
import org.firstbell.lms.testing.TestEvent;
import org.firstbell.lms.testing.TestRealm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@LmsTest
class ExpiredGrantsTest {

    TestRealm realm;

    @Inject
    Database database;

    @Inject
    TestClock clock;

    @Inject
    ExpirySweep sweep;

    @Inject
    StatementCounter statements;

    private final Someone owner = Someone.teacher();
    private final Someone newcomer = Someone.anybody();
    private Api teacher;
    private UUID course;

    @BeforeEach
    void somethingWaits() {
        teacher = Api.as(owner, realm);
        course = teacher.createCourse("Algebra 1");
        teacher.allow(course, newcomer.email(), "manage_events");
        sweep.sweep();
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void areLeftAloneUntilTheirTimeHasPassed() {
        clock.putForward(Duration.ofDays(179));
        sweep.sweep();

        assertThat(statusOf(newcomer)).containsExactly("pending");
        assertThat(history()).containsExactly("granted");
    }

    @Test
    void areRetiredAndStayVisibleToWhoeverGaveThem() {
        clock.putForward(Duration.ofDays(181));
        assertThat(statusOf(newcomer)).as("before the sweep").containsExactly("expired");

        sweep.sweep();
        sweep.sweep();

        assertThat(statusOf(newcomer)).containsExactly("expired");
        JsonNode entry = people("?status=expired").get(0);
        assertThat(entry.path("allow")).hasToString("[\"manage_events\"]");
        assertThat(entry.path("expiresAt").asText()).isNotEmpty();
        assertThat(people("?status=pending")).isEmpty();
        assertThat(history()).containsExactly("granted", "expired");
        assertThat(database.texts("select why from grant_history where course_id = ? and what = 'expired'", course))
                .containsExactly("expiry");
        assertThat(database.texts("select actor_id from grant_history where course_id = ?", course))
                .containsOnly(owner.id().toString());
        assertThat(database.number("select count(*) from pending_grant where course_id = ?", course))
                .isZero();
    }

    @Test
    void takeThePlaceholderAlong() {
        eventually("a placeholder", () -> "done".equals(provisioning()));
        clock.putForward(Duration.ofDays(181));

        sweep.sweep();

        assertThat(provisioning()).isIn("removing", null);
    }

    private String provisioning() {
        return database.text("select state from provisioning_request where email = ?", newcomer.email());
    }

    @Test
    void areRenewedByGivingThemAgain() {
        clock.putForward(Duration.ofDays(181));
        sweep.sweep();

        teacher.allow(course, newcomer.email(), "manage_events");

        assertThat(statusOf(newcomer)).containsExactly("pending");
        JsonNode me = Api.as(newcomer, realm).get("/api/me").json();
        assertThat(me.path("courses")).hasSize(1);
        assertThat(me.has("expired")).isFalse();
    }

    @Test
    void takeNoMoreStatementsForMore() {
        clock.putForward(Duration.ofDays(181));
        sweep.sweep();
        clock.reset();
        teacher.allow(course, newcomer.email(), "manage_events");
        clock.putForward(Duration.ofDays(181));
        List<String> forOne = statements.during(sweep::sweep);
        clock.reset();
        for (int i = 0; i < 20; i++) {
            teacher.allow(course, Someone.anybody().email(), "manage_events");
        }
        clock.putForward(Duration.ofDays(181));

        assertThat(statements.during(sweep::sweep)).hasSameSizeAs(forOne);
        assertThat(people("?status=expired")).hasSize(21);
    }

    @Test
    void areForgottenAfterHalfAYear() {
        clock.putForward(Duration.ofDays(181));
        sweep.sweep();
        clock.putForward(Duration.ofDays(181 + 180));
        sweep.sweep();

        assertThat(people("")).isEmpty();
    }

    @Nested
    class WhoeverComesLate {

        @BeforeEach
        void later() {
            clock.putForward(Duration.ofDays(181));
        }

        @Test
        void seesWhatHasExpiredAndWhomToAsk() {
            Api.as(owner, realm).get("/api/me");
            JsonNode me = Api.as(newcomer, realm).get("/api/me").json();

            assertThat(me.path("courses")).isEmpty();
            assertThat(me.path("expired")).hasSize(1);
            assertThat(me.at("/expired/0/course/id").asText()).isEqualTo(course.toString());
            assertThat(me.at("/expired/0/course/title").asText()).isEqualTo("Algebra 1");
            assertThat(me.at("/expired/0/kind").asText()).isEqualTo("privileges");
            assertThat(me.at("/expired/0/expiredAt").asText()).isNotEmpty();
            assertThat(me.at("/expired/0/ask/userId").asText())
                    .isEqualTo(owner.id().toString());
            assertThat(me.at("/expired/0/ask/email").asText()).isEqualTo(owner.email());
            assertThat(me.at("/expired/0/ask/name").asText()).isEqualTo(owner.name());
        }

        @Test
        void seesItAlsoAfterTheSweep() {
            sweep.sweep();

            assertThat(Api.as(newcomer, realm).get("/api/me").json().path("expired"))
                    .hasSize(1);
            assertThat(history()).containsExactly("granted", "expired");
        }

        @Test
        void isSentToTheOwnerIfWhoeverGaveItIsGone() {
            clock.reset();
            Someone assistant = Someone.anybody();
            Api.as(assistant, realm).get("/api/me");
            teacher.allow(course, assistant.email(), "manage_privileges", "manage_events");
            Someone another = Someone.anybody();
            Api.as(assistant, realm).allow(course, another.email(), "manage_events");
            Api.anonymously(realm).push(TestEvent.accountPurged(assistant));
            clock.putForward(Duration.ofDays(181));

            assertThat(Api.as(another, realm)
                            .get("/api/me")
                            .json()
                            .at("/expired/0/ask/userId")
                            .asText())
                    .isEqualTo(owner.id().toString());
        }

        @Test
        void seesNothingAnyMoreOnceItIsGivenAgain() {
            Api.as(newcomer, realm).get("/api/me");

            teacher.allow(course, newcomer.email(), "manage_events");

            JsonNode me = Api.as(newcomer, realm).get("/api/me").json();
            assertThat(me.path("courses")).hasSize(1);
            assertThat(me.has("expired")).isFalse();
            assertThat(statusOf(newcomer)).containsExactly("active");
        }

        @Test
        void leavesNothingBehindWithTheirAccount() {
            Api.as(newcomer, realm).get("/api/me");
            clock.reset();

            Api.anonymously(realm).push(TestEvent.accountPurged(newcomer));

            assertThat(database.number("select count(*) from expired_grant where email = ?", newcomer.email()))
                    .isZero();
        }
    }

    private List<String> statusOf(Someone someone) {
        return people("?search=" + someone.email()).findValuesAsText("status");
    }

    private JsonNode people(String query) {
        return teacher.get("/api/courses/" + course + "/people" + query).json().required("people");
    }

    private List<String> history() {
        return database.texts("select what from grant_history where course_id = ? order by id", course);
    }
}
