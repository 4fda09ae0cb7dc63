package org.firstbell.lms.problem;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.UUID;
import org.firstbell.lms.testing.Api;
import org.firstbell.lms.testing.Api.Answer;
import org.firstbell.lms.testing.LmsTest;
import org.firstbell.lms.testing.Someone;
import org.firstbell.lms.testing.TestRealm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@LmsTest
class BadInputTest {

    TestRealm realm;

    private Api teacher;
    private UUID course;

    @BeforeEach
    void aCourse() {
        teacher = Api.as(Someone.teacher(), realm);
        course = teacher.createCourse("Algebra 1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"title\":\"\"}|title",
                "{\"title\":\"  \"}|title",
                "{\"title\":null}|title",
                "{}|title",
                "{\"title\":\"a\\u0000b\"}|title",
                "{\"title\":\"a\\nb\"}|title",
                "{\"title\":\"\\ud800\"}|title",
                "{\"title\":7}|title",
                "{\"title\":true}|title",
                "{\"title\":[\"x\"]}|title",
                "{\"title\":\"x\",\"endsOn\":\"soon\"}|endsOn",
                "{\"title\":\"x\",\"endsOn\":7}|endsOn",
                "{\"title\":\"x\",\"endsOn\":\"2027-02-30\"}|endsOn",
                "{\"title\":\"x\",\"endsOn\":\"+999999999-12-31\"}|endsOn",
                "{\"title\":\"x\",\"endsOn\":\"1066-10-14\"}|endsOn",
                "{\"title\":\"x\",\"owner\":\"me\"}|owner"
            })
    void namesTheFieldOfACourse(String body, String field) {
        assertInvalid(teacher.post("/api/courses", body), field);
    }

    @Test
    void refusesATitleThatIsTooLong() {
        assertInvalid(teacher.post("/api/courses", "{\"title\":\"" + "x".repeat(201) + "\"}"), "title");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"allow\":[]}|email",
                "{\"email\":\"a@b.example\",\"userId\":\"0f0f0f0f-0f0f-4f0f-8f0f-0f0f0f0f0f0f\"}|email",
                "{\"email\":\"nobody\"}|email",
                "{\"email\":\"a@b.example\\nbcc: c@d.example\"}|email",
                "{\"email\":\"a\\u0000@b.example\"}|email",
                "{\"email\":7}|email",
                "{\"userId\":\"x\"}|userId",
                "{\"userId\":1e400}|userId",
                "{\"email\":\"a@b.example\",\"allow\":[\"fly\"]}|allow[0]",
                "{\"email\":\"a@b.example\",\"allow\":[\"manage_events\",0]}|allow[1]",
                "{\"email\":\"a@b.example\",\"allow\":\"manage_events\"}|allow",
                "{\"email\":\"a@b.example\",\"deny\":{}}|deny",
                "{\"email\":\"a@b.example\",\"roles\":[]}|roles"
            })
    void namesTheFieldOfAGrant(String body, String field) {
        assertInvalid(teacher.put("/api/courses/" + course + "/privileges", body), field);
    }

    @Test
    void refusesAPrivilegeThatIsNull() {
        Answer answer =
                teacher.put("/api/courses/" + course + "/privileges", "{\"email\":\"a@b.example\",\"allow\":[null]}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/violations/0/field").asText()).startsWith("allow");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "[]",
                "7",
                "\"x\"",
                "{\"title\":\"x\"}{}",
                "{\"title\":\"x\",\"title\":\"y\"}",
                "\u0000"
            })
    void refusesABodyThatIsNotTheJsonExpected(String body) {
        Answer answer = teacher.post("/api/courses", body);

        assertThat(answer.status()).isEqualTo(400);
        assertIsProblem(answer);
    }

    @Test
    void refusesABodyThatNestsWithoutEnd() {
        Answer answer = teacher.post("/api/courses", "{\"title\":" + "[".repeat(100_000));

        assertThat(answer.status()).isEqualTo(400);
        assertIsProblem(answer);
    }

    @Test
    void refusesABodyThatIsTooLarge() {
        Answer answer = teacher.post("/api/courses", "{\"title\":\"" + "x".repeat(5_000_000) + "\"}");

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.problem()).isEqualTo("body-too-large");
        assertIsProblem(answer);
    }

    @Test
    void refusesABodyThatTurnsOutTooLarge() {
        byte[] body = ("{\"title\":\"" + "x".repeat(5_000_000) + "\"}").getBytes(US_ASCII);

        Answer answer = teacher.publish(
                "POST",
                "/api/courses",
                "application/json",
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.problem()).isEqualTo("body-too-large");
        assertIsProblem(answer);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/nothing, 404, not-found",
        "GET, /api/courses/x, 404, not-found",
        "GET, /api/courses/1-1-1-1-1, 404, course-not-found",
        "GET, /api/courses/%00, 404, not-found",
        "POST, /api/me, 405, method-not-allowed",
        "DELETE, /api/courses, 405, method-not-allowed"
    })
    void saysWhatIsNotThere(String method, String path, int status, String problem) {
        Answer answer = teacher.send(method, path, null, null);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.problem()).isEqualTo(problem);
        assertIsProblem(answer);
    }

    @Test
    void refusesAnotherContentType() {
        Answer answer = teacher.send("POST", "/api/courses", "text/plain", "{\"title\":\"x\"}");

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.problem()).isEqualTo("unsupported-media-type");
    }

    @Test
    void refusesToTakeBackFromNobodyInParticular() {
        String path = "/api/courses/" + course + "/privileges";

        assertInvalid(teacher.delete(path), "email");
        assertInvalid(teacher.delete(path + "?email=nobody"), "email");
        assertInvalid(teacher.delete(path + "?userId=x"), "userId");
        assertInvalid(teacher.delete(path + "?userId=x&email=a@b.example"), "email");
        assertThat(teacher.delete(path + "?userId=" + UUID.randomUUID()).problem())
                .isEqualTo("person-not-found");
    }

    private static void assertInvalid(Answer answer, String field) {
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem()).isEqualTo("invalid-input");
        assertIsProblem(answer);
        assertThat(answer.json().at("/violations/0/field").asText()).isEqualTo(field);
        assertThat(answer.json().at("/violations/0/message").asText()).isNotBlank();
        assertThat(answer.json().at("/violations/0/explanation/code").asText()).isNotBlank();
    }

    private static void assertIsProblem(Answer answer) {
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().path("status").asInt()).isEqualTo(answer.status());
        assertThat(answer.json().path("type").asText()).startsWith("https://firstbell.org/problems/");
        assertThat(answer.json().path("title").asText()).isNotBlank();
    }
}
