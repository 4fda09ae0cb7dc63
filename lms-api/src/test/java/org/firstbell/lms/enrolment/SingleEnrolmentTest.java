package org.firstbell.lms.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Inject;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@LmsTest
class SingleEnrolmentTest {

    TestRealm realm;

    @Inject
    Database database;

    private final Someone here = Someone.anybody();
    private final Someone stranger = Someone.anybody();
    private Api teacher;
    private UUID course;
    private String path;

    @BeforeEach
    void aCourse() {
        teacher = Api.as(Someone.teacher(), realm);
        course = teacher.createCourse("Algebra 1");
        path = "/api/courses/" + course + "/enrolments";
        Api.as(here, realm).get("/api/me");
    }

    @Test
    void enrolsWhoeverIsHereAndWaitsForTheOthers() {
        Answer active = put(here);
        Answer pending = put(stranger);

        assertThat(active.json().path("status").asText()).isEqualTo("active");
        assertThat(active.json().at("/person/userId").asText())
                .isEqualTo(here.id().toString());
        assertThat(active.json().has("expiresAt")).isFalse();
        assertThat(pending.json().path("status").asText()).isEqualTo("pending");
        assertThat(pending.json().path("expiresAt").asText()).isNotEmpty();
        assertThat(sees(here)).isTrue();
        assertThat(sees(stranger)).isTrue();
    }

    @Test
    void changesNothingTheSecondTime() {
        for (Someone one : new Someone[] {here, stranger}) {
            assertThat(put(one).json().path("id")).isEqualTo(put(one).json().path("id"));
        }
        assertThat(history("granted")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"email", "userId"})
    void takesBackWhatIsHeld(String by) {
        put(here);

        Answer taken = teacher.delete(path + "?" + by + "=" + (by.equals("email") ? here.email() : here.id()));

        assertThat(taken.status()).isEqualTo(204);
        assertThat(sees(here)).isFalse();
        assertThat(history("revoked")).isEqualTo(1);
        assertThat(teacher.delete(path + "?email=" + here.email()).problem()).isEqualTo("grant-not-found");
    }

    @Test
    void takesBackWhatWaits() {
        put(stranger);

        assertThat(teacher.delete(path + "?email=" + stranger.email()).status()).isEqualTo(204);

        assertThat(sees(stranger)).isFalse();
        assertThat(history("revoked")).isEqualTo(1);
        assertThat(teacher.delete(path + "?email=" + stranger.email()).problem())
                .isEqualTo("grant-not-found");
    }

    @Test
    void leavesPrivilegesAlone() {
        put(here);
        teacher.allow(course, here.email(), "manage_events");

        teacher.delete(path + "?email=" + here.email());

        assertThat(sees(here)).isTrue();
        assertThat(entry(here).path("enrolled").asBoolean()).isFalse();
        assertThat(entry(here).path("allow")).hasToString("[\"manage_events\"]");
    }

    @Test
    void takesBackOnlyWhatTheCallerHasSeen() {
        for (Someone one : new Someone[] {here, stranger}) {
            String before = put(one).header("ETag");
            assertThat(entry(one).path("enrolmentVersion").asText()).isEqualTo(before.replace("\"", ""));
            teacher.delete(path + "?email=" + one.email());
            assertThat(delete(one, before).status()).isIn(404, 412);
            String after = put(one).header("ETag");

            assertThat(delete(one, before).problem()).isEqualTo("changed-meanwhile");
            assertThat(sees(one)).isTrue();
            assertThat(delete(one, after).status()).isEqualTo(204);
        }
    }

    @Test
    void isTheSameEnrolmentOnceItsPersonHasCome() {
        String waited = put(stranger).header("ETag");
        Api.as(stranger, realm).get("/api/me");

        assertThat(delete(stranger, waited).status()).isEqualTo(204);
        assertThat(sees(stranger)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "an administrator, 200, 204",
        "manage_enrolments, 200, 204",
        "manage_privileges, 403, 403",
        "enrolled, 403, 403",
        "nothing, 404, 404"
    })
    void isForWhoeverMayEnrol(String caller, int put, int delete) {
        Someone someone = caller.startsWith("an admin") ? Someone.admin() : Someone.anybody();
        if (caller.startsWith("manage_")) {
            teacher.allow(course, someone.email(), caller);
        } else if (caller.equals("enrolled")) {
            put(someone);
        }
        put(here);
        Api api = Api.as(someone, realm);

        assertThat(api.put(path, "{\"email\":\"" + stranger.email() + "\"}").status())
                .isEqualTo(put);
        assertThat(api.delete(path + "?email=" + here.email()).status()).isEqualTo(delete);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"{}|email", "{\"email\":\"nobody\"}|email", "{\"userId\":\"x\"}|userId", "{\"email\":7}|email"})
    void namesTheFieldThatIsWrong(String body, String field) {
        Answer refused = teacher.put(path, body);

        assertThat(refused.problem()).isEqualTo("invalid-input");
        assertThat(refused.json().at("/violations/0/field").asText()).isEqualTo(field);
        assertThat(teacher.delete(path).problem()).isEqualTo("invalid-input");
        assertThat(teacher.delete(path + "?userId=x").problem()).isEqualTo("invalid-input");
    }

    private Answer put(Someone someone) {
        return teacher.put(path, "{\"email\":\"" + someone.email() + "\"}");
    }

    private Answer delete(Someone someone, String version) {
        return teacher.sendWith("If-Match", version, "DELETE", path + "?email=" + someone.email(), null);
    }

    private JsonNode entry(Someone someone) {
        return teacher.get("/api/courses/" + course + "/people?search=" + someone.email())
                .json()
                .at("/people/0");
    }

    private boolean sees(Someone someone) {
        return Api.as(someone, realm).get("/api/courses/" + course).status() == 200;
    }

    private long history(String what) {
        return database.number(
                "select count(*) from grant_history where course_id = ? and kind = 'enrolment' and what = ?",
                course,
                what);
    }
}
