package org.firstbell.e2e.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.e2e.story.GoogleAccount.aGoogleAccount;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.firstbell.e2e.client.LmsClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@EndToEnd
@ResourceLock(School.LOCK)
final class TwoTeachersOneNewcomerIT {

    private final School school;

    TwoTeachersOneNewcomerIT(School school) {
        this.school = school;
    }

    @Test
    void bothGrantsAreThereAtTheFirstLogin() {
        LmsClient one = school.aTeacher();
        LmsClient other = school.aTeacher();
        String latin = one.createCourse("Latin");
        String greek = other.createCourse("Greek");
        GoogleAccount account = school.open(aGoogleAccount());
        one.grant(latin, account.email(), List.of("manage_events"), List.of()).expect(200);
        other.grant(greek, account.email(), List.of("access_exercises"), List.of())
                .expect(200);
        school.awaitPlaceholder(account);

        JsonNode me = school.arrive(account).me().expect(200).body();

        assertThat(me.required("courses").findValuesAsText("id")).containsExactlyInAnyOrder(latin, greek);
        assertThat(privileges(me, latin)).containsExactly("manage_events");
        assertThat(privileges(me, greek)).containsExactly("access_exercises");
    }

    private static List<String> privileges(JsonNode me, String course) {
        for (JsonNode entry : me.required("courses")) {
            if (entry.required("id").asText().equals(course)) {
                return List.of(entry.required("privileges").get(0).textValue());
            }
        }
        throw new AssertionError("course " + course + " is missing");
    }
}
