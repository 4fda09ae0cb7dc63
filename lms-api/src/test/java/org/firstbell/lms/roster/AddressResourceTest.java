package org.firstbell.lms.roster;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.firstbell.lms.testing.Api;
import org.firstbell.lms.testing.Api.Answer;
import org.firstbell.lms.testing.LmsTest;
import org.firstbell.lms.testing.Someone;
import org.firstbell.lms.testing.TestRealm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@LmsTest
class AddressResourceTest {

    TestRealm realm;

    private Api teacher;
    private UUID course;

    @BeforeEach
    void aCourse() {
        teacher = Api.as(Someone.teacher(), realm);
        course = teacher.createCourse("Algebra 1");
    }

    @Test
    void tellsTheFormUnderWhichAnAddressIsKnown() {
        Answer answer = check(teacher, " Newcomer@School.Example ");

        assertThat(answer.json().path("email").asText()).isEqualTo("newcomer@school.example");
        assertThat(answer.json().has("meant")).isFalse();
    }

    @Test
    void tellsWhichOneMayBeMeant() {
        assertThat(check(teacher, "newcomer@gmial.com").json().path("meant").asText())
                .isEqualTo("newcomer@gmail.com");
    }

    @Test
    void saysWhatIsWrongWithWhatIsNone() {
        Answer answer = check(teacher, "newcomer@");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/violations/0/field").asText()).isEqualTo("email");
        assertThat(teacher.get("/api/courses/" + course + "/people/address").status())
                .isEqualTo(400);
    }

    @Test
    void answersOnlyThoseWhoGiveAccess() {
        Someone assistant = Someone.anybody();
        teacher.allow(course, assistant.email(), "manage_events");

        assertThat(check(Api.as(assistant, realm), "a@b.example").status()).isEqualTo(403);
        assertThat(check(Api.as(Someone.teacher(), realm), "a@b.example").problem())
                .isEqualTo("course-not-found");
    }

    private Answer check(Api api, String email) {
        return api.get(
                "/api/courses/" + course + "/people/address?email=" + URLEncoder.encode(email, StandardCharsets.UTF_8));
    }
}
