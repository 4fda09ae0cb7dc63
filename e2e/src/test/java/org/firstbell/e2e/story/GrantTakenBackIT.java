package org.firstbell.e2e.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.e2e.story.GoogleAccount.aGoogleAccount;

import java.util.List;
import org.firstbell.e2e.client.LmsClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@EndToEnd
@ResourceLock(School.LOCK)
final class GrantTakenBackIT {

    private final School school;

    GrantTakenBackIT(School school) {
        this.school = school;
    }

    @Test
    void beforeTheFirstLoginItGivesNothing() {
        LmsClient teacher = school.aTeacher();
        String kept = teacher.createCourse("Music");
        String takenBack = teacher.createCourse("Dance");
        GoogleAccount account = school.open(aGoogleAccount());
        teacher.grant(kept, account.email(), List.of("manage_events"), List.of())
                .expect(200);
        teacher.grant(takenBack, account.email(), List.of("manage_events"), List.of())
                .expect(200);
        school.awaitPlaceholder(account);

        teacher.revoke(takenBack, account.email()).expect(200, 204);

        assertThat(school.arrive(account)
                        .me()
                        .expect(200)
                        .body()
                        .required("courses")
                        .findValuesAsText("id"))
                .containsExactly(kept);
        assertThat(teacher.person(takenBack, account.email())).isEmpty();
    }
}
