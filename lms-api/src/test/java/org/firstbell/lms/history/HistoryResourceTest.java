package org.firstbell.lms.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.firstbell.lms.testing.Api;
import org.firstbell.lms.testing.Api.Answer;
import org.firstbell.lms.testing.LmsTest;
import org.firstbell.lms.testing.Someone;
import org.firstbell.lms.testing.TestEvent;
import org.firstbell.lms.testing.TestRealm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@LmsTest
class HistoryResourceTest {

    TestRealm realm;

    private final Someone owner = Someone.teacher();
    private final Someone newcomer = Someone.anybody();
    private final Someone other = Someone.anybody();
    private Api teacher;
    private UUID course;
    private String path;

    @BeforeEach
    void aCourse() {
        teacher = Api.as(owner, realm);
        Api.as(owner, realm).get("/api/me");
        course = teacher.createCourse("Algebra 1");
        path = "/api/courses/" + course + "/history";
        teacher.allow(course, newcomer.email(), "manage_events");
        teacher.allow(course, other.email(), "manage_events");
    }

    @Test
    void tellsOfAGrantUnderOneIdFromTheRequestToItsEnd() {
        TestEvent event = TestEvent.firstBrokerLogin(newcomer);
        Api.anonymously(realm).push(event);
        teacher.delete("/api/courses/" + course + "/privileges?email=" + newcomer.email());

        JsonNode history = history("?email=" + newcomer.email());

        assertThat(history.findValuesAsText("what")).containsExactly("revoked", "attached", "granted");
        assertThat(history.findValuesAsText("why")).containsExactly("request", "event:" + event.id(), "request");
        assertThat(history.findValuesAsText("grant").stream().distinct()).hasSize(1);
        JsonNode granted = history.get(2);
        assertThat(granted.path("kind").asText()).isEqualTo("privileges");
        assertThat(granted.path("at").asText()).isNotEmpty();
        assertThat(granted.at("/actor/userId").asText()).isEqualTo(owner.id().toString());
        assertThat(granted.at("/actor/name").asText()).isEqualTo(owner.name());
        assertThat(granted.at("/person/userId").asText())
                .isEqualTo(newcomer.id().toString());
        assertThat(history("?userId=" + newcomer.id())).isEqualTo(history);
    }

    @Test
    void namesWhoeverIsStillWaitedFor() {
        assertThat(history("?email=" + other.email().toUpperCase(Locale.ROOT))).hasSize(1);
        assertThat(history("").get(0).path("person")).hasToString("{\"email\":\"" + other.email() + "\"}");
    }

    @Test
    void forgetsWhoItWasOnceTheirAccountIsGone() {
        Api.anonymously(realm).push(TestEvent.firstBrokerLogin(newcomer));
        Api.anonymously(realm).push(TestEvent.accountPurged(newcomer));

        JsonNode history = history("?userId=" + newcomer.id());

        assertThat(history.findValuesAsText("what")).containsExactly("ended", "attached", "granted");
        assertThat(history.toString()).doesNotContain(newcomer.email());
        assertThat(history("?email=" + newcomer.email())).isEmpty();
    }

    @Test
    void comesInPages() {
        for (int i = 0; i < 5; i++) {
            teacher.allow(course, Someone.anybody().email(), "manage_events");
        }
        List<String> whole = history("").findValuesAsText("grant");

        List<String> paged = new ArrayList<>();
        String query = "?limit=3";
        while (query != null) {
            JsonNode page = teacher.get(path + query).json();
            paged.addAll(page.path("history").findValuesAsText("grant"));
            teacher.allow(course, Someone.anybody().email(), "manage_events");
            query = page.has("next") ? "?limit=3&cursor=" + page.path("next").asText() : null;
        }

        assertThat(paged).isEqualTo(whole).hasSize(7);
    }

    @Test
    void isForTheOwnerAndAdministratorsOnly() {
        Someone member = Someone.anybody();
        Api.as(member, realm).get("/api/me");
        teacher.allow(course, member.email(), "manage_privileges");

        assertThat(Api.as(Someone.admin(), realm).get(path).status()).isEqualTo(200);
        Answer asMember = Api.as(member, realm).get(path);
        assertThat(asMember.status()).isEqualTo(403);
        assertThat(asMember.problem()).isEqualTo("not-allowed");
        assertThat(Api.as(Someone.teacher(), realm).get(path).problem()).isEqualTo("course-not-found");
        assertThat(Api.anonymously(realm).get(path).status()).isEqualTo(401);
    }

    @Test
    void refusesWhatItCannotLookFor() {
        assertThat(teacher.get(path + "?email=nobody").problem()).isEqualTo("invalid-input");
        assertThat(teacher.get(path + "?userId=x").problem()).isEqualTo("invalid-input");
        assertThat(teacher.get(path + "?cursor=eAo").problem()).isEqualTo("invalid-input");
        assertThat(teacher.get(path + "?limit=0").problem()).isEqualTo("invalid-input");
    }

    private JsonNode history(String query) {
        return teacher.get(path + query).json().required("history");
    }
}
