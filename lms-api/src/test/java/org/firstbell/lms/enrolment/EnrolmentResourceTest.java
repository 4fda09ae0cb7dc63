package org.firstbell.lms.enrolment;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.lms.testing.Eventually.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Inject;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

@LmsTest
class EnrolmentResourceTest {

    TestRealm realm;

    @Inject
    Database database;

    @Inject
    StatementCounter statements;

    private final Someone owner = Someone.teacher();
    private final Someone known = Someone.anybody();
    private final Someone stranger = Someone.anybody();
    private Api teacher;
    private UUID course;
    private String path;

    @BeforeEach
    void aCourse() {
        teacher = Api.as(owner, realm);
        course = teacher.createCourse("Algebra 1");
        path = "/api/courses/" + course + "/enrolments";
        Api.as(known, realm).get("/api/me");
    }

    @Test
    void givesEveryLineItsVerdict() {
        JsonNode plan = plan(
                        known.email(),
                        stranger.email(),
                        owner.email(),
                        known.email().toUpperCase(Locale.ROOT),
                        "nobody",
                        "")
                .json();

        assertThat(plan.path("lines").findValuesAsText("verdict"))
                .containsExactly("enrolled", "pending", "already", "duplicate", "invalid", "invalid");
        assertThat(plan.path("lines"))
                .extracting(line -> line.path("line").asInt())
                .containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(plan.at("/lines/3/detail").asText()).isEqualTo("duplicate of line 1");
        assertThat(plan.at("/lines/3/explanation"))
                .hasToString("{\"code\":\"duplicate-of-line\",\"parameters\":{\"line\":1}}");
        assertThat(plan.at("/lines/4/explanation")).hasToString("{\"code\":\"address-no-at-sign\"}");
        assertThat(plan.at("/lines/0").has("explanation")).isFalse();
        assertThat(plan.at("/lines/3/email").asText()).isEqualTo(known.email());
        assertThat(plan.at("/lines/4/detail").asText()).contains("@");
        assertThat(plan.path("counts"))
                .hasToString("{\"enrolled\":1,\"pending\":1,\"already\":1,\"duplicate\":1,\"invalid\":2,\"typo\":0}");
    }

    @Test
    void changesNothingInAPlan() {
        plan(known.email(), stranger.email());

        assertThat(enrolled(known)).isFalse();
        assertThat(database.number("select count(*) from pending_grant where course_id = ?", course))
                .isZero();
    }

    @Test
    void enrolsWhoIsHereAndKeepsAPlaceForWhoIsNot() {
        Answer committed = commit(plan(known.email(), stranger.email(), "nobody"), "valid");

        assertThat(committed.status()).isEqualTo(200);
        assertThat(UUID.fromString(committed.json().path("batch").asText())).isNotNull();
        assertThat(committed.json().path("lines").findValuesAsText("verdict"))
                .containsExactly("enrolled", "pending", "invalid");
        assertThat(enrolled(known)).isTrue();
        assertThat(enrolled(stranger)).isTrue();
        assertThat(Api.as(stranger, realm)
                        .get("/api/me")
                        .json()
                        .at("/courses/0/role")
                        .asText())
                .isEqualTo("member");
    }

    @Test
    void findsThemAlreadyThereTheNextTime() {
        commit(plan(known.email(), stranger.email()), "all");

        assertThat(plan(known.email(), stranger.email()).json().path("lines").findValuesAsText("verdict"))
                .containsExactly("already", "already");
    }

    @Test
    void answersARepeatedCommitAsTheFirstTime() {
        Answer plan = plan(known.email(), stranger.email());
        Answer first = commit(plan, "all");
        Answer second = commit(plan, "all");

        assertThat(second.json()).isEqualTo(first.json());
        assertThat(database.number("select count(*) from grant_history where course_id = ?", course))
                .isEqualTo(2);
    }

    @Test
    void appliesNothingOfAListWithInvalidLinesUnlessTold() {
        Answer plan = plan(known.email(), "nobody");

        Answer refused = commit(plan, "all");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.problem()).isEqualTo("plan-has-invalid-lines");
        assertThat(enrolled(known)).isFalse();

        assertThat(commit(plan, "valid").status()).isEqualTo(200);
        assertThat(enrolled(known)).isTrue();
    }

    @Test
    void judgesByHowThingsAreAtTheCommit() {
        Answer plan = plan(stranger.email());
        Api.as(stranger, realm).get("/api/me");

        assertThat(commit(plan, "all").json().at("/lines/0/verdict").asText()).isEqualTo("enrolled");
    }

    @Test
    void takesACsvFile() {
        Answer plan = teacher.send(
                "POST",
                path + "/plan",
                "text/csv",
                "\uFEFFName;E-Mail\r\n\"Ada; B.\";" + stranger.email() + "\r\nBob;bob\r\n");

        assertThat(plan.json().path("lines").findValuesAsText("line")).containsExactly("2", "3");
        assertThat(plan.json().path("lines").findValuesAsText("verdict")).containsExactly("pending", "invalid");
    }

    @Test
    void takesTheUnicodeTextOfASpreadsheet() {
        String file = "\uFEFFPr\u00E9nom\tE-Mail\r\nZo\u00EB\t" + stranger.email() + "\r\n";

        Answer plan = teacher.publish(
                "POST", path + "/plan", "text/csv", BodyPublishers.ofByteArray(file.getBytes(UTF_16LE)));

        assertThat(plan.json().path("lines").findValuesAsText("verdict")).containsExactly("pending");
    }

    @Test
    void asksForThePlaceholdersOfAllWhoAreNotHere() {
        commit(plan(known.email(), stranger.email()), "all");

        eventually("a placeholder", () -> realm.placeholderOf(stranger.email()) != null);
        assertThat(realm.placeholderOf(known.email())).isNull();
    }

    @Test
    void takesNoMoreStatementsForTenThousandLines() {
        Answer few = plan(known.email(), stranger.email());
        Answer many = plan(IntStream.range(0, 10_000)
                .mapToObj(i -> "s" + i + "-" + stranger.email())
                .toArray(String[]::new));

        List<String> forFew = statements.during(() -> commit(few, "all"));
        List<String> forMany = statements.during(() -> assertThat(
                        commit(many, "all").json().at("/counts/pending").asInt())
                .isEqualTo(10_000));

        assertThat(forMany).hasSizeLessThanOrEqualTo(forFew.size());
    }

    @Test
    void refusesListsThatAreEmptyOrTooLong() {
        String[] tooMany =
                IntStream.range(0, 10_001).mapToObj(i -> i + "@b.example").toArray(String[]::new);

        assertThat(plan(tooMany).problem()).isEqualTo("invalid-input");
        assertThat(plan().problem()).isEqualTo("invalid-input");
        assertThat(teacher.send("POST", path + "/plan", "text/csv", "\n\n").problem())
                .isEqualTo("invalid-input");
    }

    @Test
    void doesNotKnowPlansOfOtherCourses() {
        String plan = plan(known.email()).json().path("plan").asText();
        UUID other = teacher.createCourse("Algebra 2");

        Answer answer =
                teacher.post("/api/courses/" + other + "/enrolments", "{\"plan\":\"" + plan + "\",\"mode\":\"all\"}");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.problem()).isEqualTo("plan-not-found");
    }

    @Test
    void keepsWhatCannotBeStoredVisible() {
        JsonNode line = teacher.post(path + "/plan", "{\"people\":[\"a\\u0000@b.example\"]}")
                .json()
                .at("/lines/0");

        assertThat(line.path("verdict").asText()).isEqualTo("invalid");
        assertThat(line.path("input").asText()).isEqualTo("a\uFFFD@b.example");
    }

    @Nested
    class WhenADomainLooksMistyped {

        private final Someone mistyped = stranger.withEmail(stranger.id() + "@shcool.example");

        @BeforeEach
        void severalPeopleHaveTheRightOne() {
            for (int i = 0; i < 3; i++) {
                Api.as(Someone.anybody(), realm).get("/api/me");
            }
        }

        @Test
        void asksWhatWasMeant() {
            JsonNode lines = plan(mistyped.email(), "a@gmial.com", "a@elsewhere.example")
                    .json()
                    .path("lines");

            assertThat(lines.findValuesAsText("verdict")).containsExactly("typo", "typo", "pending");
            assertThat(lines.get(0).path("detail").asText()).isEqualTo("did you mean " + stranger.email() + "?");
            assertThat(lines.get(1).path("detail").asText()).isEqualTo("did you mean a@gmail.com?");
            assertThat(lines.get(1).at("/explanation/parameters/address").asText())
                    .isEqualTo("a@gmail.com");
        }

        @Test
        void appliesNothingOfItUnlessTold() {
            Answer plan = plan(known.email(), mistyped.email());

            assertThat(commit(plan, "all").problem()).isEqualTo("plan-has-invalid-lines");
            Answer committed = commit(plan, "valid");
            assertThat(committed.json().at("/counts/typo").asInt()).isOne();
            assertThat(enrolled(known)).isTrue();
            assertThat(database.number("select count(*) from pending_grant where email = ?", mistyped.email()))
                    .isZero();
        }

        @Test
        void takesItAsItIsIfTold() {
            String plan = plan(mistyped.email()).json().path("plan").asText();

            Answer committed = teacher.post(path, "{\"plan\":\"" + plan + "\",\"typos\":\"keep\"}");

            assertThat(committed.json().at("/lines/0/verdict").asText()).isEqualTo("pending");
            assertThat(plan(mistyped.email()).json().at("/lines/0/verdict").asText())
                    .isEqualTo("already");
        }

        @Test
        void believesADomainThatSomebodyHas() {
            Someone genuine = Someone.anybody();
            Api.as(genuine.withEmail(genuine.id() + "@schol.example"), realm).get("/api/me");

            assertThat(plan("a@schol.example", "a@mail.com")
                            .json()
                            .path("lines")
                            .findValuesAsText("verdict"))
                    .containsExactly("pending", "pending");
        }
    }

    @Nested
    class BadLinesOfAPlan {

        @Test
        void canBeCorrectedInASpreadsheetAndGivenInAgain() {
            Answer plan = plan(known.email(), "=HYPERLINK(\\\"x\\\")", "a@gmial.com", "a, b", "-1");

            Answer bad = teacher.get(path + "/plans/" + plan.json().path("plan").asText() + "/bad-lines");

            assertThat(bad.status()).isEqualTo(200);
            assertThat(bad.header("Content-Type")).startsWith("text/csv");
            assertThat(bad.header("Content-Disposition")).contains("bad-lines.csv");
            String csv = bad.response().body();
            assertThat(csv)
                    .startsWith("\uFEFFemail,line,problem\r\n")
                    .contains("\"'=HYPERLINK(\"\"x\"\")\",2,\"")
                    .contains("\"a@gmial.com\",3,\"did you mean a@gmail.com?\"\r\n")
                    .contains("\"a, b\",4,")
                    .contains("\"'-1\",5,")
                    .doesNotContain(known.email());
            Answer again = teacher.send("POST", path + "/plan", "text/csv", csv);
            assertThat(again.json().path("lines").findValuesAsText("input"))
                    .containsExactly("=HYPERLINK(\"x\")", "a@gmial.com", "a, b", "-1");
        }

        @Test
        void areThoseOfPlansOnly() {
            assertThat(teacher.get(path + "/plans/" + UUID.randomUUID() + "/bad-lines")
                            .problem())
                    .isEqualTo("plan-not-found");
        }
    }

    @Nested
    class UndoingABatch {

        @Test
        void takesBackWhatItGaveWhetherWaitingOrHeldAndNothingElse() {
            Someone before = Someone.anybody();
            commit(plan(before.email()), "all");
            Someone late = Someone.anybody();
            Answer committed = commit(plan(known.email(), stranger.email(), before.email(), late.email()), "all");
            Api.as(late, realm).get("/api/me");

            Answer undone = undo(committed);

            assertThat(undone.status()).isEqualTo(200);
            assertThat(undone.json().path("undone").asInt()).isEqualTo(3);
            for (Someone one : List.of(known, stranger, late)) {
                assertThat(enrolled(one)).isFalse();
            }
            assertThat(enrolled(before)).isTrue();
            assertThat(database.texts(
                            "select distinct why from grant_history where course_id = ? and what = 'revoked'", course))
                    .containsExactly("undo:" + committed.json().path("batch").asText());
        }

        @Test
        void doesNothingTheSecondTime() {
            Answer committed = commit(plan(known.email()), "all");
            undo(committed);
            commit(plan(known.email()), "all");

            assertThat(undo(committed).json().path("undone").asInt()).isZero();
            assertThat(enrolled(known)).isTrue();
        }

        @Test
        void takesNoMoreStatementsForMore() {
            Answer few = commit(plan(known.email(), stranger.email()), "all");
            Answer many = commit(
                    plan(IntStream.range(0, 100)
                            .mapToObj(i -> "s" + i + "-" + stranger.email())
                            .toArray(String[]::new)),
                    "all");

            List<String> forFew = statements.during(() -> undo(few));
            List<String> forMany = statements.during(
                    () -> assertThat(undo(many).json().path("undone").asInt()).isEqualTo(100));

            assertThat(forMany).hasSizeLessThanOrEqualTo(forFew.size());
        }

        @Test
        void isRefusedForOtherCoursesAndOtherPeople() {
            String batch =
                    commit(plan(known.email()), "all").json().path("batch").asText();
            UUID other = teacher.createCourse("Algebra 2");

            assertThat(teacher.delete("/api/courses/" + other + "/enrolments/batches/" + batch)
                            .problem())
                    .isEqualTo("batch-not-found");
            assertThat(Api.as(known, realm).delete(path + "/batches/" + batch).problem())
                    .isEqualTo("not-allowed");
            assertThat(enrolled(known)).isTrue();
        }

        private Answer undo(Answer committed) {
            return teacher.delete(
                    path + "/batches/" + committed.json().path("batch").asText());
        }
    }

    private Answer plan(String... people) {
        return teacher.post(
                path + "/plan",
                IntStream.range(0, people.length)
                        .mapToObj(i -> "\"" + people[i] + "\"")
                        .collect(Collectors.joining(",", "{\"people\":[", "]}")));
    }

    private Answer commit(Answer plan, String mode) {
        return teacher.post(path, "{\"plan\":\"" + plan.json().path("plan").asText() + "\",\"mode\":\"" + mode + "\"}");
    }

    private boolean enrolled(Someone someone) {
        return Api.as(someone, realm).get("/api/courses/" + course).status() == 200;
    }
}
