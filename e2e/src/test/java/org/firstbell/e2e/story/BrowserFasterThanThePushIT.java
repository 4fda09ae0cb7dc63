package org.firstbell.e2e.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.e2e.story.GoogleAccount.aGoogleAccount;
import static org.firstbell.e2e.story.School.PATIENCE;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.firstbell.e2e.client.LmsClient;
import org.firstbell.e2e.system.LocalPort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@EndToEnd
@ResourceLock(School.LOCK)
final class BrowserFasterThanThePushIT {

    private final School school;

    BrowserFasterThanThePushIT(School school) {
        this.school = school;
    }

    @Test
    void theFirstRequestFindsEverythingAndTheLateEventAddsNothing() {
        LmsClient teacher = school.aTeacher();
        String course = teacher.createCourse("Chemistry");
        GoogleAccount account = school.open(aGoogleAccount());
        teacher.grant(course, account.email(), List.of("manage_events"), List.of())
                .expect(200);
        String user = school.awaitPlaceholder(account);

        JsonNode firstPage = school.whileEventsGoTo(LocalPort.free().uri(), () -> {
            JsonNode page = school.arrive(account).me().expect(200).body();
            assertThat(statuses(user)).isNotEmpty().doesNotContain("delivered");
            return page;
        });
        assertThat(firstPage.at("/courses/0/privileges"))
                .extracting(JsonNode::textValue)
                .containsExactly("manage_events");
        JsonNode row = teacher.person(course, account.email()).orElseThrow();

        PATIENCE.await(
                "the late event",
                () -> statuses(user).equals(List.of("delivered")) ? Optional.of(true) : Optional.empty());
        assertThat(teacher.person(course, account.email())).contains(row);
        assertThat(school.arrive(account).me().expect(200).body()).isEqualTo(firstPage);
    }

    private List<String> statuses(String user) {
        return school.deliveries(user).stream()
                .map(delivery -> delivery.required("status").textValue())
                .toList();
    }
}
