package org.firstbell.lms.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.lms.testing.Eventually.eventually;

import jakarta.inject.Inject;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.firstbell.lms.provisioning.ProvisioningRequests.Leased;
import org.firstbell.lms.provisioning.ProvisioningRequests.Work;
import org.firstbell.lms.testing.Api;
import org.firstbell.lms.testing.Api.Answer;
import org.firstbell.lms.testing.Database;
import org.firstbell.lms.testing.LmsTest;
import org.firstbell.lms.testing.Someone;
import org.firstbell.lms.testing.TestRealm;
import org.firstbell.lms.testing.TestRealm.Placeholders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@LmsTest
class ProvisioningTest {

    TestRealm realm;

    @Inject
    Database database;

    @Inject
    ProvisioningRequests requests;

    private final String newcomer = Someone.anybody().email();
    private Api teacher;
    private UUID course;

    @BeforeEach
    void aCourse() {
        teacher = Api.as(Someone.teacher(), realm);
        course = teacher.createCourse("Algebra 1");
    }

    @AfterEach
    void keycloakWorks() {
        realm.placeholders(Placeholders.WORKING);
    }

    @Test
    void asksForAPlaceholderRightAfterTheGrant() {
        teacher.allow(course, newcomer, "manage_events");

        eventually("done", () -> "done".equals(state()));
        assertThat(database.text("select keycloak_user_id from provisioning_request where email = ?", newcomer))
                .isEqualTo(realm.placeholderOf(newcomer).toString());
        assertThat(database.text("select outcome from provisioning_request where email = ?", newcomer))
                .isEqualTo("created");
    }

    @Test
    void showsHowFarItHasCome() {
        teacher.allow(course, newcomer, "manage_events");
        eventually("done", () -> "done".equals(state()));
        realm.placeholders(Placeholders.REFUSING);
        teacher.allow(course, "refused-" + newcomer, "manage_events");
        eventually("refused", () -> progress().equals("{\"waiting\":2,\"provisioned\":1,\"refused\":1}"));
        realm.placeholders(Placeholders.DOWN);
        teacher.allow(course, "due-" + newcomer, "manage_events");

        assertThat(progress()).isEqualTo("{\"waiting\":3,\"provisioned\":1,\"refused\":1}");
        assertThat(teacher.get("/api/courses/" + course + "/people").json().findValuesAsText("provisioning"))
                .containsExactlyInAnyOrder("done", "refused", "due");
    }

    private String progress() {
        return teacher.get("/api/courses/" + course + "/people/provisioning")
                .json()
                .toString();
    }

    @Test
    void asksForNobodyWhoIsHere() {
        Someone known = Someone.anybody();
        Api.as(known, realm).get("/api/me");

        teacher.allow(course, known.email(), "manage_events");

        assertThat(database.number("select count(*) from provisioning_request where email = ?", known.email()))
                .isZero();
    }

    @Test
    void asksAgainForAnAddressThatIsGivenSomethingAgain() {
        teacher.allow(course, newcomer, "manage_events");
        eventually("done", () -> "done".equals(state()));

        teacher.allow(teacher.createCourse("Algebra 2"), newcomer, "manage_events");

        eventually(
                "asked again",
                () -> "waiting"
                        .equals(database.text("select outcome from provisioning_request where email = ?", newcomer)));
    }

    @ParameterizedTest
    @EnumSource(
            value = Placeholders.class,
            names = {"WORKING", "REFUSING"},
            mode = EnumSource.Mode.EXCLUDE)
    void takesGrantsWhileKeycloakMisbehavesAndCatchesUp(Placeholders misbehaviour) {
        realm.placeholders(misbehaviour);

        Answer granted = teacher.allow(course, newcomer, "manage_events");
        assertThat(granted.status()).isEqualTo(200);
        eventually("postponed", () -> lastError() != null);
        assertThat(state()).isEqualTo("due");
        assertThat(lastError()).doesNotContain(newcomer);
        assertThat(explanation()).startsWith("{\"code\": \"keycloak-");

        realm.placeholders(Placeholders.WORKING);
        eventually("done", () -> "done".equals(state()));
        assertThat(realm.placeholderOf(newcomer)).isNotNull();
        assertThat(lastError()).isNull();
        assertThat(explanation()).isNull();
    }

    @Test
    void recordsWhyAnAddressIsRefusedAndLetsItRest() {
        realm.placeholders(Placeholders.REFUSING);

        teacher.allow(course, newcomer, "manage_events");

        eventually("refused", () -> "refused".equals(state()));
        assertThat(lastError()).isEqualTo("not to our liking");
        assertThat(explanation()).contains("\"user-profile-refused\"", "not to our liking");
    }

    @Test
    void leasesEachRequestToOneInstanceOnly() throws Exception {
        realm.placeholders(Placeholders.DOWN);
        for (int i = 0; i < 20; i++) {
            teacher.allow(course, Someone.anybody().email(), "manage_events");
        }
        eventually(
                "all postponed",
                () -> database.number(
                                "select count(*) from provisioning_request where state = 'due' and lease is not null")
                        == 0);
        List<Leased> leased = new ArrayList<>();
        try {
            // The API's own worker competes for them as one instance more, and may be the first for all of them.
            eventually("some leased to these instances", () -> {
                database.number("""
                        with due as (update provisioning_request set next_attempt_at = now()
                                     where state = 'due' returning email)
                        select count(*) from due
                        """);
                leased.addAll(leasedByFourAtOnce());
                return !leased.isEmpty();
            });
            assertThat(leased).extracting(Leased::email).doesNotHaveDuplicates();
        } finally {
            database.change("update provisioning_request set lease = null, leased_until = null");
        }
    }

    private List<Leased> leasedByFourAtOnce() {
        return Stream.generate(() -> CompletableFuture.supplyAsync(
                        () -> requests.lease(Work.DUE, UUID.randomUUID(), 10, Duration.ofMinutes(1)),
                        instance -> new Thread(instance).start()))
                .limit(4)
                .toList()
                .stream()
                .flatMap(lease -> lease.join().stream())
                .toList();
    }

    @Test
    void givesTheRequestOfADeadInstanceToAnother() throws Exception {
        realm.placeholders(Placeholders.DOWN);
        teacher.allow(course, newcomer, "manage_events");
        eventually("postponed", () -> lastError() != null);
        database.change(
                "update provisioning_request set lease = ?, leased_until = ?, next_attempt_at = now() where email = ?",
                UUID.randomUUID(),
                Timestamp.from(Instant.now().plusMillis(500)),
                newcomer);
        realm.placeholders(Placeholders.WORKING);

        eventually("done", () -> "done".equals(state()));
    }

    private String state() {
        return database.text("select state from provisioning_request where email = ?", newcomer);
    }

    private String explanation() {
        return database.text(
                "select cast(last_error_explanation as text) from provisioning_request where email = ?", newcomer);
    }

    private String lastError() {
        return database.text("select last_error from provisioning_request where email = ?", newcomer);
    }
}
