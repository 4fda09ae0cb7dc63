package org.firstbell.lms.grant;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.firstbell.lms.testing.Api;
import org.firstbell.lms.testing.Api.Answer;
import org.firstbell.lms.testing.Database;
import org.firstbell.lms.testing.LmsTest;
import org.firstbell.lms.testing.Someone;
import org.firstbell.lms.testing.TestEvent;
import org.firstbell.lms.testing.TestRealm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is attached only if whoever gave it might still give it. */
@LmsTest
class HeldGrantsTest {

    TestRealm realm;

    @Inject
    Database database;

    private final Someone assistant = Someone.anybody();
    private final Someone newcomer = Someone.anybody();
    private Api owner;
    private Api admin;
    private UUID course;

    @BeforeEach
    void anAssistantGivesSomething() {
        owner = Api.as(Someone.teacher(), realm);
        admin = Api.as(Someone.admin(), realm);
        Api.as(assistant, realm).get("/api/me");
        admin.get("/api/me");
        course = owner.createCourse("Algebra 1");
        allowAssistant("manage_privileges", "manage_events", "manage_enrolments");
        Api.as(assistant, realm).allow(course, newcomer.email(), "manage_events");
    }

    @Test
    void isAttachedWhileTheAssistantMayGiveIt() {
        arrive();

        assertThat(history()).containsExactly("granted", "attached");
    }

    @Test
    void isHeldOnceTheAssistantMayNotAndGoesOnOnceTheyMayAgain() {
        allowAssistant("manage_events");
        arrive();
        assertThat(isActive()).isFalse();
        assertThat(history()).containsExactly("granted", "held");

        allowAssistant("manage_privileges");
        arrive();
        assertThat(isActive()).isTrue();
        assertThat(history()).containsExactly("granted", "held", "attached");
    }

    @Test
    void isHeldIfTheAssistantIsDeniedIt() {
        owner.put(
                "/api/courses/" + course + "/privileges",
                "{\"email\":\"%s\",\"allow\":[\"manage_privileges\"],\"deny\":[\"manage_privileges\"]}"
                        .formatted(assistant.email()));
        arrive();

        assertThat(isActive()).isFalse();
    }

    @Test
    void isHeldOnceTheAssistantsAccountIsGone() {
        Api.anonymously(realm).push(TestEvent.accountPurged(assistant));
        arrive();

        assertThat(isActive()).isFalse();
    }

    @Test
    void isAttachedWhateverBecomesOfAnAdministrator() {
        Someone other = Someone.anybody();
        admin.allow(course, other.email(), "manage_events");

        assertThat(Api.as(other, realm).get("/api/me").json().path("courses")).hasSize(1);
    }

    @Test
    void isHeldAlsoIfItIsAnEnrolment() {
        Someone student = Someone.anybody();
        String enrolments = "/api/courses/" + course + "/enrolments";
        String plan = Api.as(assistant, realm)
                .post(enrolments + "/plan", "{\"people\":[\"" + student.email() + "\"]}")
                .json()
                .path("plan")
                .asText();
        Api.as(assistant, realm).post(enrolments, "{\"plan\":\"" + plan + "\"}");
        allowAssistant("manage_privileges");

        assertThat(Api.as(student, realm).get("/api/me").json().path("courses")).isEmpty();
        assertThat(held(student).path("kind").asText()).isEqualTo("enrolment");
    }

    @Test
    void isShownToAdministratorsWhoMayLetItGoOn() {
        allowAssistant("manage_events");
        arrive();

        JsonNode held = held(newcomer);
        assertThat(held.path("course").asText()).isEqualTo("Algebra 1");
        assertThat(held.path("reason").asText()).isNotBlank();
        assertThat(held.at("/explanation/code").asText()).isEqualTo("giver-may-not-any-more");
        assertThat(admin.get("/api/waiting-grants?stuck=true&search=" + newcomer.email())
                        .json()
                        .at("/waiting/0/heldExplanation/code")
                        .asText())
                .isEqualTo("giver-may-not-any-more");
        assertThat(held.path("grantedBy").asText()).isEqualTo(assistant.id().toString());
        Answer released = admin.post("/api/held-grants/" + held.path("id").asText() + "/release", "");

        assertThat(released.json().path("attached").asBoolean()).isTrue();
        assertThat(isActive()).isTrue();
        assertThat(history()).containsExactly("granted", "held", "changed", "attached");
        assertThat(admin.post("/api/held-grants/" + held.path("id").asText() + "/release", "")
                        .problem())
                .isEqualTo("grant-not-found");
    }

    @Test
    void staysHeldIfItIsNotValidEvenIfLetGo() throws Exception {
        database.change(
                "update pending_grant set payload = jsonb_set(payload, '{allow,0}', '\"fly\"') where email = ?",
                newcomer.email());
        arrive();

        Answer released =
                admin.post("/api/held-grants/" + held(newcomer).path("id").asText() + "/release", "");

        assertThat(released.json().path("attached").asBoolean()).isFalse();
        assertThat(held(newcomer).path("reason").asText()).contains("allow");
        assertThat(held(newcomer).path("explanation"))
                .hasToString("{\"code\":\"content-not-valid\",\"parameters\":{\"fields\":[\"allow\"]}}");
    }

    @Test
    void isShownToNobodyElse() {
        assertThat(owner.get("/api/held-grants").status()).isEqualTo(403);
        assertThat(owner.post("/api/held-grants/" + UUID.randomUUID() + "/release", "")
                        .status())
                .isEqualTo(403);
    }

    private void allowAssistant(String... privileges) {
        assertThat(owner.allow(course, assistant.email(), privileges).status()).isEqualTo(200);
    }

    private void arrive() {
        assertThat(Api.as(newcomer, realm).get("/api/me").status()).isEqualTo(200);
    }

    private boolean isActive() {
        return database.number("select count(*) from course_privileges where person_id = ?", newcomer.id()) == 1;
    }

    private JsonNode held(Someone someone) {
        String query = "?limit=200";
        while (true) {
            JsonNode page = admin.get("/api/held-grants" + query).json();
            for (JsonNode held : page.required("held")) {
                if (held.path("email").asText().equals(someone.email())) {
                    return held;
                }
            }
            assertThat(page.has("next")).as("a held grant of " + someone.id()).isTrue();
            query = "?limit=200&cursor=" + page.path("next").asText();
        }
    }

    private List<String> history() {
        return database.texts(
                "select what from grant_history where grant_id = (select grant_id from grant_history where actor_id = ? and course_id = ? limit 1) order by id",
                assistant.id(),
                course);
    }
}
