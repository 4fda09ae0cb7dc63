package org.firstbell.e2e.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.e2e.story.GoogleAccount.aGoogleAccount;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.firstbell.e2e.client.LmsClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@EndToEnd
@ResourceLock(School.LOCK)
final class GrantedBeforeTheFirstLoginIT {

    private final School school;
    private LmsClient teacher;
    private String course;
    private GoogleAccount account;
    private String placeholder;

    GrantedBeforeTheFirstLoginIT(School school) {
        this.school = school;
    }

    @BeforeEach
    void grant() {
        teacher = school.aTeacher();
        course = teacher.createCourse("Algebra 1");
        account = school.open(aGoogleAccount());
        JsonNode grant = teacher.grant(course, account.email(), List.of("manage_events"), List.of())
                .expect(200)
                .body();
        assertThat(grant.required("status").textValue()).isEqualTo("pending");
        placeholder = school.awaitPlaceholder(account);
    }

    @Test
    void thePlaceholderIsADisabledUserWithoutAnyWayIn() {
        assertThat(school.accountById(placeholder).required("enabled").booleanValue())
                .isFalse();
        assertThat(school.accountById(placeholder)
                        .at("/attributes/firstbell.placeholder/0")
                        .textValue())
                .isEqualTo("google");
        assertThat(school.links(placeholder)).isEmpty();
    }

    @Test
    void theNewcomersFirstPageShowsTheCourseAndThePrivilege() {
        JsonNode me = school.arrive(account).me().expect(200).body();

        assertThat(me.required("email").textValue()).isEqualTo(account.email());
        assertThat(me.required("courses")).hasSize(1);
        assertThat(me.at("/courses/0/id").asText()).isEqualTo(course);
        assertThat(me.at("/courses/0/privileges"))
                .extracting(JsonNode::textValue)
                .containsExactly("manage_events");
    }

    @Test
    void theTeacherSeesItActiveBeforeTheNewcomerOpensAnything() {
        school.arrive(account);

        JsonNode row = school.awaitActive(teacher, course, account);

        assertThat(row.required("allow")).extracting(JsonNode::textValue).containsExactly("manage_events");
        assertThat(row.at("/person/userId").isMissingNode()).isFalse();
    }

    @Test
    void theClaimTurnsThePlaceholderIntoAnOrdinaryUser() {
        school.arrive(account);

        JsonNode user = school.accountById(placeholder);
        assertThat(user.required("enabled").booleanValue()).isTrue();
        assertThat(user.required("emailVerified").booleanValue()).isTrue();
        assertThat(user.required("firstName").textValue()).isEqualTo("Demo");
        assertThat(user.required("lastName").textValue()).isEqualTo("Newcomer");
        assertThat(user.at("/attributes/firstbell.placeholder").isMissingNode()).isTrue();
        assertThat(school.links(placeholder))
                .extracting(link -> link.required("identityProvider").textValue())
                .containsExactly("google");
    }
}
