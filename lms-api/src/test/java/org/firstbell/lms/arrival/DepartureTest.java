package org.firstbell.lms.arrival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.lms.testing.Eventually.eventually;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.firstbell.lms.testing.Api;
import org.firstbell.lms.testing.Database;
import org.firstbell.lms.testing.LmsTest;
import org.firstbell.lms.testing.Someone;
import org.firstbell.lms.testing.TestEvent;
import org.firstbell.lms.testing.TestRealm;
import org.firstbell.lms.testing.TestRealm.Placeholders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody leaves behind whose account is deleted. */
@LmsTest
class DepartureTest {

    TestRealm realm;

    @Inject
    Database database;

    private final Someone assistant = Someone.anybody();
    private Someone leaving = Someone.anybody();
    private Api owner;
    private UUID course;

    /** The one who leaves holds privileges and is enrolled; something else of theirs is held, and something has expired. */
    @BeforeEach
    void somebodyHasBeenGivenAllKindsOfThings() throws Exception {
        owner = Api.as(Someone.teacher(), realm);
        course = owner.createCourse("Algebra 1");
        owner.allow(course, leaving.email(), "manage_events");
        eventually(
                "a placeholder",
                () -> "done"
                        .equals(database.text(
                                "select state from provisioning_request where email = ?", leaving.email())));
        leaving = new Someone(realm.placeholderOf(leaving.email()), leaving.email(), true, leaving.name(), List.of());
        realm.claim(leaving.email());
        String enrolments = "/api/courses/" + course + "/enrolments";
        String plan = owner.post(enrolments + "/plan", "{\"people\":[\"" + leaving.email() + "\"]}")
                .json()
                .path("plan")
                .asText();
        owner.post(enrolments, "{\"plan\":\"" + plan + "\"}");
        Api.as(assistant, realm).get("/api/me");
        UUID other = owner.createCourse("Algebra 2");
        owner.allow(other, assistant.email(), "manage_privileges", "manage_events");
        Api.as(assistant, realm).allow(other, leaving.email(), "manage_events");
        owner.delete("/api/courses/" + other + "/privileges?email=" + assistant.email());
        UUID third = owner.createCourse("Algebra 3");
        owner.allow(third, leaving.email(), "manage_events");
        database.change("update pending_grant set expires_at = granted_at where course_id = ?", third);
        // Else it may be the answer that waits where the departure is to.
        eventually("nothing is asked any more", () -> requests().get(0).startsWith("done"));
        Api.anonymously(realm).push(TestEvent.firstBrokerLogin(leaving));
        assertThat(counts()).containsExactly("1", "1", "1", "1");
    }

    @Test
    void isNothingThatAnybodyHoldsOrWaitsFor() {
        depart();

        assertThat(counts()).containsExactly("0", "0", "0", "0");
    }

    @Test
    void isAHistoryInWhichEverythingHasEnded() {
        List<String> grants = database.texts("""
                select grant_id from course_privileges where person_id = ? union
                select grant_id from enrolment where person_id = ? union
                select id from pending_grant where email = ?
                """, leaving.id(), leaving.id(), leaving.email());
        assertThat(grants).hasSize(3);

        TestEvent purged = depart();

        assertThat(database.texts(
                        "select grant_id from grant_history where what = 'ended' and why = ?", "event:" + purged.id()))
                .containsExactlyInAnyOrderElementsOf(grants);
        assertThat(owner.get("/api/courses/" + course + "/history?userId=" + leaving.id())
                        .json()
                        .path("history")
                        .findValuesAsText("what"))
                .containsExactly("ended", "ended", "attached", "attached", "granted", "granted");
    }

    @Test
    void isNoAddressAnywhereInTheDatabase() {
        List<String> columns = database.texts("""
                select format('select count(*) from %I where strpos(cast(%I as text), $1) > 0', table_name, column_name)
                from information_schema.columns
                where table_schema = 'public' and data_type in ('text', 'jsonb', 'character varying')
                  and table_name not in ('enrolment_plan')
                """);
        assertThat(columns).hasSizeGreaterThan(10);

        depart();

        for (String query : columns) {
            assertThat(database.number(query.replace("$1", "?"), leaving.email()))
                    .as(query)
                    .isZero();
        }
    }

    /** Whatever Keycloak said of it when it was theirs. */
    @ParameterizedTest
    @ValueSource(strings = {"due", "done"})
    void isAPlaceholderStillToBeMadeForWhoeverIsAwaitedUnderTheirFormerAddress(String state) throws Exception {
        whileKeycloakIsDown(() -> {
            Api.anonymously(realm).push(TestEvent.identifierChanged(leaving, "moved-" + leaving.email()));
            owner.allow(course, leaving.email(), "manage_events");
            database.change("update provisioning_request set state = ? where email = ?", state, leaving.email());

            depart();

            assertThat(requests()).containsExactly("due for nobody");
        });
    }

    @Test
    void isAPlaceholderStillToBeMadeForWhoeverIsGivenSomethingAtThatMoment() throws Exception {
        whileKeycloakIsDown(() -> {
            Api.anonymously(realm).push(TestEvent.identifierChanged(leaving, "moved-" + leaving.email()));

            database.change("delete from pending_grant where email = ?", leaving.email());
            CompletableFuture<TestEvent> departing = QuarkusTransaction.requiringNew()
                    .call(() -> {
                        database.change("""
                        insert into pending_grant (id, email, course_id, kind, payload, granted_by, granted_at, expires_at, by_admin)
                        select gen_random_uuid(), ?, id, 'enrolment', '{}', owner_id, now(), now() + interval '1 day', true
                        from course where id = ?
                        """, leaving.email(), course);
                        database.change(
                                "update provisioning_request set state = 'due' where email = ?", leaving.email());
                        CompletableFuture<TestEvent> waiting = CompletableFuture.supplyAsync(this::depart);
                        eventually("it waits for us", database::isWaitingForUs);
                        return waiting;
                    });
            departing.join();

            assertThat(requests()).containsExactly("due for nobody");
        });
    }

    @FunctionalInterface
    private interface Story {
        void happen() throws Exception;
    }

    private void whileKeycloakIsDown(Story story) throws Exception {
        realm.placeholders(Placeholders.DOWN);
        try {
            story.happen();
        } finally {
            realm.placeholders(Placeholders.WORKING);
        }
    }

    private List<String> requests() {
        return database.texts(
                "select state || ' for ' || coalesce(cast(keycloak_user_id as text), 'nobody') from provisioning_request"
                        + " where email = ?",
                leaving.email());
    }

    private TestEvent depart() {
        TestEvent purged = TestEvent.accountPurged(leaving);
        assertThat(Api.anonymously(realm).push(purged).status()).isEqualTo(202);
        return purged;
    }

    private List<String> counts() {
        return database.texts("""
                select count(*) from course_privileges where person_id = ? union all
                select count(*) from enrolment where person_id = ? union all
                select count(*) from pending_grant where email = ? union all
                select count(*) from expired_grant where email = ?
                """, leaving.id(), leaving.id(), leaving.email(), leaving.email());
    }
}
