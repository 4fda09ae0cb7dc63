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
final class SecondLoginIT {

    private final School school;

    SecondLoginIT(School school) {
        this.school = school;
    }

    @Test
    void changesNothing() {
        LmsClient teacher = school.aTeacher();
        String course = teacher.createCourse("History");
        GoogleAccount account = school.open(aGoogleAccount());
        teacher.grant(course, account.email(), List.of("manage_events"), List.of())
                .expect(200);
        String user = school.awaitPlaceholder(account);

        JsonNode firstPage = school.arrive(account).me().expect(200).body();
        JsonNode firstRow = school.awaitActive(teacher, course, account);
        JsonNode secondPage = school.arrive(account).me().expect(200).body();

        assertThat(secondPage).isEqualTo(firstPage);
        assertThat(teacher.person(course, account.email())).contains(firstRow);
        assertThat(school.links(user)).hasSize(1);
        assertThat(school.deliveries(user)).hasSize(1);
    }
}
