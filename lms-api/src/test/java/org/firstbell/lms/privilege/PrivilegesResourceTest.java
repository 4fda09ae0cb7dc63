package org.firstbell.lms.privilege;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.firstbell.lms.testing.Api;
import org.firstbell.lms.testing.Api.Answer;
import org.firstbell.lms.testing.Database;
import org.firstbell.lms.testing.LmsTest;
import org.firstbell.lms.testing.Someone;
import org.firstbell.lms.testing.StatementCounter;
import org.firstbell.lms.testing.TestRealm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@LmsTest
class PrivilegesResourceTest {

    TestRealm realm;

    @Inject
    Database database;

    @Inject
    StatementCounter statements;

    private final Someone owner = Someone.teacher();
    private final Someone colleague = Someone.anybody();
    private Api teacher;
    private UUID course;
    private String path;

    @BeforeEach
    void aCourse() {
        teacher = Api.as(owner, realm);
        course = teacher.createCourse("Algebra 1");
        path = "/api/courses/" + course + "/privileges";
    }

    @Nested
    class WhenTwoTeachersEditTheSame {

        private static final String SEEN = "{\"email\":\"%s\",\"allow\":[\"update_course\"]}";

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void tellsTheSecondOfTheFirst(boolean isHere) {
            if (isHere) {
                Api.as(colleague, realm).get("/api/me");
            }
            String seen =
                    teacher.allow(course, colleague.email(), "manage_events").header("ETag");
            teacher.allow(course, colleague.email(), "manage_exercises");

            Answer put = put("If-Match", seen);
            Answer delete = teacher.sendWith("If-Match", seen, "DELETE", path + "?email=" + colleague.email(), null);

            for (Answer answer : List.of(put, delete)) {
                assertThat(answer.status()).isEqualTo(412);
                assertThat(answer.problem()).isEqualTo("changed-meanwhile");
            }
            assertThat(people().at("/0/allow")).hasToString("[\"manage_exercises\"]");
        }

        @Test
        void takesAChangeOfWhatIsStillThereByTheVersionOfTheList() {
            teacher.allow(course, colleague.email(), "manage_events");
            String seen = '"' + people().at("/0/version").asText() + '"';

            Answer put = put("If-Match", seen);

            assertThat(put.status()).isEqualTo(200);
            assertThat(teacher.sendWith(
                                    "If-Match",
                                    put.header("ETag"),
                                    "DELETE",
                                    path + "?email=" + colleague.email(),
                                    null)
                            .status())
                    .isEqualTo(204);
        }

        @Test
        void givesOnlyWhereThereIsNothingIfAsked() {
            assertThat(put("If-Match", "*").status()).isEqualTo(412);
            assertThat(put("If-None-Match", "*").status()).isEqualTo(200);
            assertThat(put("If-None-Match", "*").status()).isEqualTo(412);
            assertThat(put("If-Match", "*").status()).isEqualTo(200);
        }

        @ParameterizedTest
        @ValueSource(strings = {"x", "W/\"1-0\"", "\"1-0\", \"2-0\"", "\"1"})
        void refusesWhatIsNoVersion(String ifMatch) {
            Answer answer = put("If-Match", ifMatch);

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.json().at("/violations/0/field").asText()).isEqualTo("If-Match");
            assertThat(put("If-None-Match", "\"1-0\"")
                            .json()
                            .at("/violations/0/field")
                            .asText())
                    .isEqualTo("If-None-Match");
        }

        private Answer put(String header, String value) {
            return teacher.sendWith(header, value, "PUT", path, SEEN.formatted(colleague.email()));
        }

        private JsonNode people() {
            return teacher.get("/api/courses/" + course + "/people").json().required("people");
        }
    }

    @Nested
    class Giving {

        @Test
        void whatWaitsAlreadyChangesNothingButHowLongItWaits() {
            String id = teacher.allow(course, "twice@school.example", "manage_events")
                    .json()
                    .path("id")
                    .asText();

            Answer again = teacher.allow(course, "twice@school.example", "manage_events");
            assertThat(again.json().path("id").asText()).isEqualTo(id);
            assertThat(historyOf(id)).containsExactly("granted");

            teacher.allow(course, "twice@school.example", "update_course");
            Api.as(Someone.admin(), realm).allow(course, "twice@school.example", "update_course");
            assertThat(historyOf(id)).containsExactly("granted", "changed", "changed");
        }

        private List<String> historyOf(String grant) {
            return database.texts(
                    "select what from grant_history where grant_id = ? order by id", UUID.fromString(grant));
        }

        @Test
        void answersAlikeForPeopleWhoAreHereAndPeopleWhoAreNot() {
            Someone stranger = Someone.anybody();
            arrive(colleague);

            JsonNode active =
                    give(colleague.email(), "manage_exercises", "update_course").json();
            JsonNode pending =
                    give(stranger.email(), "manage_exercises", "update_course").json();

            assertThat(active.path("status").asText()).isEqualTo("active");
            assertThat(pending.path("status").asText()).isEqualTo("pending");
            for (JsonNode answer : List.of(active, pending)) {
                assertThat(UUID.fromString(answer.path("id").asText())).isNotNull();
                assertThat(answer.path("allow")).hasToString("[\"update_course\",\"manage_exercises\"]");
                assertThat(answer.path("deny")).hasToString("[]");
                assertThat(answer.path("effective"))
                        .hasToString("[\"update_course\",\"access_exercises\",\"manage_exercises\"]");
            }
            assertThat(active.at("/person/email").asText()).isEqualTo(colleague.email());
            assertThat(active.at("/person/userId").asText())
                    .isEqualTo(colleague.id().toString());
            assertThat(active.at("/person/name").asText()).isEqualTo(colleague.name());
            assertThat(pending.path("person")).hasToString("{\"email\":\"" + stranger.email() + "\"}");
            assertThat(Instant.parse(pending.path("expiresAt").asText())).isBetween(inDays(179), inDays(181));
        }

        @Test
        void takesAUserIdAsWell() {
            arrive(colleague);

            Answer answer = put("{\"userId\":\"" + colleague.id() + "\",\"allow\":[\"manage_events\"]}");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(privilegesOf(colleague)).containsExactly("manage_events");
        }

        @Test
        void knowsAnAddressHoweverItIsWritten() {
            arrive(colleague);

            assertThat(give("  " + colleague.email().toUpperCase(Locale.ROOT) + " ", "manage_events")
                            .json()
                            .path("status")
                            .asText())
                    .isEqualTo("active");
        }

        @Test
        void letsADenialWin() {
            arrive(colleague);
            Answer answer = put("""
                    {"email":"%s","allow":["manage_events","update_course"],"deny":["update_course"]}
                    """.formatted(colleague.email()));

            assertThat(answer.json().path("effective")).hasToString("[\"manage_events\"]");
            assertThat(privilegesOf(colleague)).containsExactly("manage_events");
        }

        @Test
        void replacesWhatWasGivenBefore() {
            arrive(colleague);
            String first =
                    give(colleague.email(), "manage_events").json().path("id").asText();
            String second =
                    give(colleague.email(), "update_course").json().path("id").asText();

            assertThat(second).isEqualTo(first);
            assertThat(privilegesOf(colleague)).containsExactly("update_course");
        }

        @Test
        void replacesWhatIsPending() {
            String first =
                    give(colleague.email(), "manage_events").json().path("id").asText();
            String second =
                    give(colleague.email(), "update_course").json().path("id").asText();
            arrive(colleague);

            assertThat(second).isEqualTo(first);
            assertThat(privilegesOf(colleague)).containsExactly("update_course");
            assertThat(history(first)).containsExactly("granted", "changed", "attached");
        }

        @Test
        void doesNothingWhenRepeated() {
            arrive(colleague);
            JsonNode first = give(colleague.email(), "manage_events").json();
            JsonNode second = give(colleague.email(), "manage_events").json();

            assertThat(second).isEqualTo(first);
            assertThat(history(first.path("id").asText())).containsExactly("granted");
        }

        @Test
        void unitesWhatTwoTeachersGiveToOneNewcomer() {
            Someone second = Someone.teacher();
            Api other = Api.as(second, realm);
            UUID otherCourse = other.createCourse("Physics");
            give(colleague.email(), "manage_events");
            other.allow(otherCourse, colleague.email(), "update_course");

            JsonNode courses = Api.as(colleague, realm).get("/api/me").json().path("courses");

            assertThat(courses.findValuesAsText("title")).containsExactly("Algebra 1", "Physics");
        }

        @Test
        void unitesWhatIsHeldWithWhatWaitedForANewAddress() {
            Someone known = Someone.anybody();
            arrive(known);
            put("{\"email\":\"%s\",\"allow\":[\"manage_events\"],\"deny\":[\"update_course\"]}"
                    .formatted(known.email()));
            put("{\"email\":\"%s\",\"allow\":[\"update_course\",\"manage_exercises\"]}".formatted(colleague.email()));

            arrive(known.withEmail(colleague.email()));

            assertThat(privilegesOf(known.withEmail(colleague.email())))
                    .containsExactly("access_exercises", "manage_exercises", "manage_events");
        }
    }

    @Nested
    class TakingBack {

        @Test
        void endsWhatIsHeld() {
            arrive(colleague);
            String id =
                    give(colleague.email(), "manage_events").json().path("id").asText();

            assertThat(teacher.delete(path + "?userId=" + colleague.id()).status())
                    .isEqualTo(204);

            assertThat(Api.as(colleague, realm).get(path + "/me").status()).isEqualTo(404);
            assertThat(history(id)).containsExactly("granted", "revoked");
        }

        @Test
        void endsWhatIsPending() {
            String id =
                    give(colleague.email(), "manage_events").json().path("id").asText();

            assertThat(teacher.delete(path + "?email=" + colleague.email()).status())
                    .isEqualTo(204);

            assertThat(Api.as(colleague, realm).get("/api/me").json().path("courses"))
                    .isEmpty();
            assertThat(history(id)).containsExactly("granted", "revoked");
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void saysSoIfThereIsNothing(boolean here) {
            if (here) {
                arrive(colleague);
            }
            Answer answer = teacher.delete(path + "?email=" + colleague.email());

            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.problem()).isEqualTo("grant-not-found");
        }
    }

    @Nested
    class WhoMay {

        @Test
        void outsidersDoNotLearnThatTheCourseExists() {
            Api outsider = Api.as(Someone.teacher(), realm);
            String nowhere = "/api/courses/" + UUID.randomUUID();

            for (String suffix : List.of("", "/people", "/privileges/me")) {
                Answer existing = outsider.get("/api/courses/" + course + suffix);
                Answer missing = outsider.get(nowhere + suffix);
                assertThat(existing.status()).isEqualTo(404);
                assertThat(existing.response().body())
                        .isEqualTo(missing.response().body());
            }
            assertThat(outsider.allow(course, colleague.email(), "manage_events")
                            .status())
                    .isEqualTo(404);
            assertThat(outsider.delete(path + "?email=" + colleague.email()).status())
                    .isEqualTo(404);
        }

        @Test
        void membersNeedThePrivilege() {
            arrive(colleague);
            give(colleague.email(), "manage_events");
            Api member = Api.as(colleague, realm);

            assertThat(member.get("/api/courses/" + course).status()).isEqualTo(200);
            for (Answer answer : List.of(
                    member.get("/api/courses/" + course + "/people"),
                    member.allow(course, Someone.anybody().email(), "manage_events"),
                    member.delete(path + "?email=" + Someone.anybody().email()),
                    member.post("/api/courses/" + course + "/enrolments/plan", "{\"people\":[\"a@b.example\"]}"))) {
                assertThat(answer.status()).isEqualTo(403);
                assertThat(answer.problem()).isEqualTo("not-allowed");
            }
        }

        @Test
        void nobodyGivesWhatTheyDoNotHold() {
            give(colleague.email(), "manage_privileges", "manage_events");
            Api assistant = Api.as(colleague, realm);
            String someone = Someone.anybody().email();

            assertThat(assistant.allow(course, someone, "manage_events").status())
                    .isEqualTo(200);
            Answer tooMuch = assistant.allow(course, someone, "manage_events", "update_course");
            assertThat(tooMuch.status()).isEqualTo(403);
            assertThat(tooMuch.problem()).isEqualTo("privilege-not-held");
            assertThat(tooMuch.json().path("detail").asText()).contains("update_course");
        }

        @Test
        void nobodyChangesThemselvesOrTheOwner() {
            give(colleague.email(), "manage_privileges");
            Api assistant = Api.as(colleague, realm);

            assertThat(assistant
                            .allow(course, colleague.email(), "manage_privileges")
                            .problem())
                    .isEqualTo("own-privileges");
            assertThat(assistant.delete(path + "?userId=" + colleague.id()).problem())
                    .isEqualTo("own-privileges");
            assertThat(assistant
                            .deny(course, owner.email(), "manage_privileges")
                            .problem())
                    .isEqualTo("owners-privileges");
            assertThat(give(owner.email(), "manage_events").problem()).isEqualTo("own-privileges");
        }

        @Test
        void theOwnerHasAllUndeniably() {
            Api admin = Api.as(Someone.admin(), realm);

            Answer denied = admin.deny(course, owner.email(), "update_course");

            assertThat(denied.status()).isEqualTo(200);
            assertThat(denied.json().path("effective")).hasSize(9);
            assertThat(privilegesOf(owner)).hasSize(9);
        }

        @Test
        void anAdminMayDoEverythingEverywhere() {
            Api admin = Api.as(Someone.admin(), realm);

            assertThat(admin.get("/api/courses/" + course).json().path("role").asText())
                    .isEqualTo("admin");
            assertThat(admin.get(path + "/me").json().path("privileges")).hasSize(9);
            assertThat(admin.allow(course, colleague.email(), "update_course").status())
                    .isEqualTo(200);
            assertThat(admin.get("/api/courses/" + UUID.randomUUID()).status()).isEqualTo(404);
        }

        @Test
        void onlyTeachersCreateCoursesAndReadTheDirectory() {
            Api student = Api.as(colleague, realm);

            assertThat(student.post("/api/courses", "{\"title\":\"Mine\"}").problem())
                    .isEqualTo("not-allowed");
            assertThat(student.get("/api/people").problem()).isEqualTo("not-allowed");
        }
    }

    @Test
    void answersWhatSomebodyMayDoWithOneStatement() {
        give(colleague.email(), "manage_events");
        Api member = Api.as(colleague, realm);
        member.get("/api/me");

        assertThat(statements.during(() -> member.get(path + "/me"))).hasSize(1);
        assertThat(statements.during(() -> teacher.get(path + "/me"))).hasSize(1);
    }

    private Answer give(String email, String... privileges) {
        return teacher.allow(course, email, privileges);
    }

    private Answer put(String json) {
        return teacher.put(path, json);
    }

    private void arrive(Someone someone) {
        assertThat(Api.as(someone, realm).get("/api/me").status()).isEqualTo(200);
    }

    private List<String> privilegesOf(Someone someone) {
        return textsIn(Api.as(someone, realm).get(path + "/me").json().path("privileges"));
    }

    private static List<String> textsIn(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(one -> texts.add(one.asText()));
        return texts;
    }

    private List<String> history(String grant) {
        return database.texts("select what from grant_history where grant_id = ? order by id", UUID.fromString(grant));
    }

    private static Instant inDays(int days) {
        return Instant.now().plus(Duration.ofDays(days));
    }
}
