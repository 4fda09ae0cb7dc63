package org.firstbell.lms.roster;

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
import org.firstbell.lms.testing.TestRealm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@LmsTest
class RosterResourceTest {

    TestRealm realm;

    private Api teacher;
    private UUID course;
    private String path;
    private final String marker = UUID.randomUUID().toString();

    @BeforeEach
    void aCourseWithPeople() {
        teacher = Api.as(Someone.teacher(), realm);
        course = teacher.createCourse("Algebra 1");
        path = "/api/courses/" + course + "/people";
        here("Ada Byron", "manage_events");
        here("Émile Borel", "update_course");
        teacher.allow(course, "carl." + marker + "@school.example", "manage_events");
        enrol("carl." + marker + "@school.example", "dora." + marker + "@school.example");
    }

    @Test
    void showsActiveAndPendingPeopleInOneList() {
        JsonNode people = teacher.get(path).json().path("people");

        assertThat(people.findValuesAsText("status")).containsExactly("active", "pending", "pending", "active");
        assertThat(people.get(0).at("/person/name").asText()).isEqualTo("Ada Byron");
        assertThat(people.get(0).path("allow")).hasToString("[\"manage_events\"]");
        assertThat(people.get(0).path("enrolled").asBoolean()).isFalse();
        assertThat(people.get(1).at("/person/email").asText()).startsWith("carl.");
        assertThat(people.get(1).path("effective")).hasToString("[\"manage_events\"]");
        assertThat(people.get(1).path("enrolled").asBoolean()).isTrue();
        assertThat(people.get(1).path("expiresAt").asText()).isNotEmpty();
        assertThat(people.get(2).path("allow")).isEmpty();
        assertThat(people.get(2).path("enrolled").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 200})
    void comesInPages(int limit) {
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = teacher.get(path + "?limit=" + limit + cursor).json();
            assertThat(page.path("people").size()).isBetween(1, limit);
            page.path("people").forEach(entry -> seen.add(entry.path("person").toString()));
            cursor = page.has("next") ? "&cursor=" + page.path("next").asText() : "";
        } while (!cursor.isEmpty());

        assertThat(seen).hasSize(4).doesNotHaveDuplicates();
    }

    @Test
    void findsByNameAddressAndStatus() {
        assertThat(names("?search=byron")).containsExactly("Ada Byron");
        assertThat(names("?search=%C3%A9MILE")).containsExactly("Émile Borel");
        assertThat(names("?search=DORA." + marker)).hasSize(1);
        assertThat(names("?search=%25")).isEmpty();
        assertThat(names("?status=pending")).hasSize(2);
        assertThat(names("?status=active")).hasSize(2);
        assertThat(names("?status=active&search=dora")).isEmpty();
        assertThat(names("?status=PENDING&search=dora")).hasSize(1);
        assertThat(names("?status=active&search=byron")).containsExactly("Ada Byron");
        assertThat(names("?status=expired")).isEmpty();
        assertThat(names("?status=active&search=school.example&limit=1")).containsExactly("Ada Byron");
    }

    @Test
    void showsInTheDirectoryWhoIsRegisteredOnly() {
        assertThat(directory(marker)).containsExactly("Ada Byron", "Émile Borel");
        assertThat(directory("ada." + marker)).containsExactly("Ada Byron");

        JsonNode first = teacher.get("/api/people?limit=1&search=" + marker).json();
        JsonNode second = teacher.get("/api/people?limit=1&search=" + marker + "&cursor="
                        + first.path("next").asText())
                .json();
        assertThat(first.at("/people/0/name").asText()).isEqualTo("Ada Byron");
        assertThat(second.at("/people/0/name").asText()).isEqualTo("Émile Borel");
        assertThat(second.has("next")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?limit=0",
                "?limit=201",
                "?limit=x",
                "?limit=99999999999",
                "?cursor=x",
                "?status=gone",
                "?status=pending,active",
                "?search=%00"
            })
    void refusesWhatItDoesNotUnderstand(String query) {
        Answer answer = teacher.get(path + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem()).isEqualTo("invalid-input");
        assertThat(answer.json().at("/violations/0/field").asText()).isEqualTo(query.substring(1, query.indexOf('=')));
    }

    private void here(String name, String privilege) {
        String email = name.substring(0, name.indexOf(' ')).replace("É", "e").toLowerCase(Locale.ROOT) + "." + marker
                + "@school.example";
        Someone someone = Someone.anybody().withName(name).withEmail(email);
        Api.as(someone, realm).get("/api/me");
        teacher.allow(course, email, privilege);
    }

    private void enrol(String first, String second) {
        String plan = teacher.post(
                        "/api/courses/" + course + "/enrolments/plan",
                        "{\"people\":[\"" + first + "\",\"" + second + "\"]}")
                .json()
                .path("plan")
                .asText();
        teacher.post("/api/courses/" + course + "/enrolments", "{\"plan\":\"" + plan + "\"}");
    }

    private List<String> names(String query) {
        List<String> names = new ArrayList<>();
        teacher.get(path + query)
                .json()
                .path("people")
                .forEach(entry -> names.add(entry.at("/person/name").asText()));
        return names;
    }

    private List<String> directory(String search) {
        return teacher.get("/api/people?search=" + search).json().path("people").findValuesAsText("name");
    }
}
