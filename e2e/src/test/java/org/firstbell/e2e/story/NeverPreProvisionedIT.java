package org.firstbell.e2e.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.e2e.story.GoogleAccount.aGoogleAccount;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.firstbell.e2e.client.LmsClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@EndToEnd
@Isolated
final class NeverPreProvisionedIT {

    private final School school;

    NeverPreProvisionedIT(School school) {
        this.school = school;
    }

    @Test
    void keycloakBeingDownDoesNotKeepATeacherFromGranting() {
        LmsClient teacher = school.aTeacher();
        String course = teacher.createCourse("Astronomy");
        GoogleAccount account = school.open(aGoogleAccount());

        school.system().keycloak().kill();
        try {
            JsonNode grant = teacher.grant(course, account.email(), List.of("manage_events"), List.of())
                    .expect(200)
                    .body();
            assertThat(grant.required("status").textValue()).isEqualTo("pending");
        } finally {
            school.system().keycloak().start();
        }

        JsonNode me = school.arrive(account).me().expect(200).body();
        assertThat(me.at("/courses/0/privileges"))
                .extracting(JsonNode::textValue)
                .containsExactly("manage_events");
    }

    @Test
    void aNewcomerWhomKeycloakNeverHeardOfGetsWhatIsPendingAllTheSame() {
        LmsClient teacher = school.aTeacher();
        String course = teacher.createCourse("Botany");
        GoogleAccount account = school.open(aGoogleAccount());

        LmsClient newcomer = school.whilePlaceholdersAreForbidden(() -> {
            teacher.grant(course, account.email(), List.of("manage_events"), List.of())
                    .expect(200);
            return school.arrive(account);
        });

        school.awaitActive(teacher, course, account);
        assertThat(newcomer.me().expect(200).body().at("/courses/0/privileges"))
                .extracting(JsonNode::textValue)
                .containsExactly("manage_events");
    }
}
