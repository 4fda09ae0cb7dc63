package org.firstbell.lms.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.lms.testing.Eventually.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.firstbell.lms.testing.Api;
import org.firstbell.lms.testing.Api.Answer;
import org.firstbell.lms.testing.Database;
import org.firstbell.lms.testing.LmsTest;
import org.firstbell.lms.testing.Someone;
import org.firstbell.lms.testing.TestRealm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@LmsTest
class WaitingGrantResourceTest {

    private static final String WAITING = "/api/waiting-grants";

    TestRealm realm;

    @Inject
    Database database;

    private final Someone owner = Someone.teacher();
    private final Someone newcomer = Someone.anybody();
    private final Someone other = Someone.anybody();
    private Api teacher;
    private Api admin;
    private UUID course;
    private String grant;

    @BeforeEach
    void somethingWaits() {
        teacher = Api.as(owner, realm);
        admin = Api.as(Someone.admin(), realm);
        admin.get("/api/me");
        course = teacher.createCourse("Algebra 1");
        grant = teacher.allow(course, newcomer.email(), "manage_events")
                .json()
                .required("id")
                .textValue();
    }

    @Test
    void tellsWhoWaitsForWhatSinceWhenByWhomAndUntilWhen() {
        JsonNode waiting = only(newcomer.email());

        assertThat(waiting.path("email").asText()).isEqualTo(newcomer.email());
        assertThat(waiting.at("/course/title").asText()).isEqualTo("Algebra 1");
        assertThat(waiting.path("kind").asText()).isEqualTo("privileges");
        assertThat(waiting.at("/grantedBy/email").asText()).isEqualTo(owner.email());
        assertThat(waiting.path("grantedAt").asText()).isNotEmpty();
        assertThat(waiting.path("expiresAt").asText()).isNotEmpty();
        assertThat(waiting.has("held")).isFalse();
    }

    @Test
    void tellsWhatIsStuckAndWhy() throws Exception {
        assertThat(list("?stuck=true&search=" + newcomer.email())).isEmpty();
        assertThat(admin.get(WAITING + "?stuck=perhaps").problem()).isEqualTo("invalid-input");

        database.change("update pending_grant set held_reason = 'Because.' where id = ?", UUID.fromString(grant));

        assertThat(list("?stuck=true&search=" + newcomer.email()))
                .singleElement()
                .extracting(waiting -> waiting.path("held").asText())
                .isEqualTo("Because.");
    }

    @Test
    void comesInPagesOldestFirst() {
        String title = "Course " + UUID.randomUUID();
        UUID another = teacher.createCourse(title);
        List<String> emails = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            emails.add(Someone.anybody().email());
            teacher.allow(another, emails.get(i), "manage_events");
        }

        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = admin.get(WAITING + "?limit=2&search=" + title.replace(" ", "%20") + cursor)
                    .json();
            page.required("waiting")
                    .forEach(waiting -> seen.add(waiting.path("email").asText()));
            cursor = page.has("next") ? "&cursor=" + page.path("next").asText() : "";
        } while (!cursor.isEmpty());

        assertThat(seen).containsExactlyElementsOf(emails);
    }

    @Test
    void letsItWaitLonger() {
        String until = Instant.now()
                .plus(400, ChronoUnit.DAYS)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();

        assertThat(admin.post(WAITING + "/" + grant + "/extend", "{\"expiresAt\":\"" + until + "\"}")
                        .status())
                .isEqualTo(204);

        assertThat(only(newcomer.email()).path("expiresAt").asText()).isEqualTo(until);
        assertThat(history()).containsExactly("granted request", "changed extend");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"2020-01-01T00:00:00Z\"", "\"2199-01-01T00:00:00Z\"", "null", "\"tomorrow\""})
    void letsNothingWaitUntilTheDayAfterNever(String expiresAt) {
        Answer refused = admin.post(WAITING + "/" + grant + "/extend", "{\"expiresAt\":" + expiresAt + "}");

        assertThat(refused.problem()).isEqualTo("invalid-input");
        assertThat(refused.json().at("/violations/0/field").asText()).isEqualTo("expiresAt");
    }

    @Test
    void takesItBack() {
        assertThat(admin.delete(WAITING + "/" + grant).status()).isEqualTo(204);

        assertThat(list("?search=" + newcomer.email())).isEmpty();
        assertThat(Api.as(newcomer, realm).get("/api/me").json().path("courses"))
                .isEmpty();
        assertThat(history()).containsExactly("granted request", "revoked cancel");
        assertThat(admin.delete(WAITING + "/" + grant).problem()).isEqualTo("grant-not-found");
    }

    @Test
    void letsItWaitForAnotherAddress() {
        assertThat(readdress(other.email()).json().path("attached").asBoolean()).isFalse();

        assertThat(Api.as(newcomer, realm).get("/api/me").json().path("courses"))
                .isEmpty();
        assertThat(Api.as(other, realm).get("/api/me").json().path("courses")).hasSize(1);
        assertThat(history()).containsExactly("granted request", "changed readdress", "attached request");
    }

    @Test
    void givesItAtOnceToWhoeverIsHere() {
        Api.as(other, realm).get("/api/me");

        assertThat(readdress(other.email()).json().path("attached").asBoolean()).isTrue();

        assertThat(Api.as(other, realm).get("/api/me").json().path("courses")).hasSize(1);
        assertThat(history()).containsExactly("granted request", "changed readdress", "attached readdress");
    }

    @Test
    void asksForThePlaceholderOfTheOtherAddress() {
        readdress(other.email());

        assertThat(database.number("select count(*) from provisioning_request where email = ?", other.email()))
                .isEqualTo(1);
    }

    @Test
    void leavesNoPlaceholderBehind() {
        eventually("a placeholder", () -> realm.placeholderOf(newcomer.email()) != null);

        readdress(other.email());

        eventually("no placeholder", () -> realm.placeholderOf(newcomer.email()) == null);
        eventually("another placeholder", () -> realm.placeholderOf(other.email()) != null);
        admin.delete(WAITING + "/" + grant);
        eventually("no placeholder at all", () -> realm.placeholderOf(other.email()) == null);
    }

    @Test
    void overwritesNothingThatWaitsThere() {
        teacher.allow(course, other.email(), "update_course");

        assertThat(readdress(other.email()).problem()).isEqualTo("grant-exists");
        assertThat(only(newcomer.email()).path("id").asText()).isEqualTo(grant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "x@", "a@b@c.example"})
    void movesToNothingThatIsNoAddress(String email) {
        assertThat(readdress(email).json().at("/violations/0/field").asText()).isEqualTo("email");
        assertThat(readdress(newcomer.email()).json().at("/violations/0/field").asText())
                .isEqualTo("email");
    }

    @Test
    void knowsNothingOfWhatHasExpired() throws Exception {
        database.change(
                "update pending_grant set expires_at = now() - interval '1 day' where id = ?", UUID.fromString(grant));

        assertThat(list("?search=" + newcomer.email())).isEmpty();
        assertThat(admin.delete(WAITING + "/" + grant).problem()).isEqualTo("grant-not-found");
        assertThat(readdress(other.email()).problem()).isEqualTo("grant-not-found");
    }

    @Test
    void isForAdministratorsOnly() {
        String one = WAITING + "/" + grant;

        assertThat(teacher.get(WAITING).status()).isEqualTo(403);
        assertThat(teacher.delete(one).status()).isEqualTo(403);
        assertThat(teacher.post(one + "/extend", "{\"expiresAt\":\"2027-01-01T00:00:00Z\"}")
                        .status())
                .isEqualTo(403);
        assertThat(teacher.post(one + "/readdress", "{\"email\":\"a@b.example\"}")
                        .status())
                .isEqualTo(403);
        assertThat(history()).containsExactly("granted request");
    }

    private Answer readdress(String email) {
        return admin.post(WAITING + "/" + grant + "/readdress", "{\"email\":\"" + email + "\"}");
    }

    private JsonNode only(String email) {
        List<JsonNode> waiting = list("?search=" + email);
        assertThat(waiting).hasSize(1);
        return waiting.get(0);
    }

    private List<JsonNode> list(String query) {
        List<JsonNode> waiting = new ArrayList<>();
        admin.get(WAITING + query).json().required("waiting").forEach(waiting::add);
        return waiting;
    }

    private List<String> history() {
        return database.texts(
                "select what || ' ' || why from grant_history where grant_id = ? order by id", UUID.fromString(grant));
    }
}
