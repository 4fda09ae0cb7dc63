package org.firstbell.e2e.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.e2e.story.GoogleAccount.aGoogleAccount;

import java.util.List;
import java.util.Optional;
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

    @Test
    void beforeTheFirstLoginItTakesThePlaceholderAlong() {
        LmsClient teacher = school.aTeacher();
        String course = teacher.createCourse("Music");
        GoogleAccount account = school.open(aGoogleAccount());
        teacher.grant(course, account.email(), List.of("manage_events"), List.of())
                .expect(200);
        school.awaitPlaceholder(account);

        teacher.revoke(course, account.email()).expect(204);

        awaitNoAccount(account);
        teacher.grant(course, account.email(), List.of("manage_events"), List.of())
                .expect(200);
        String placeholder = school.awaitPlaceholder(account);
        assertThat(school.arrive(account).me().expect(200).body().required("id").textValue())
                .isEqualTo(placeholder);
    }

    @Test
    void afterTheFirstLoginItLeavesTheUserAlone() {
        LmsClient teacher = school.aTeacher();
        String course = teacher.createCourse("Music");
        GoogleAccount account = school.open(aGoogleAccount());
        teacher.grant(course, account.email(), List.of("manage_events"), List.of())
                .expect(200);
        String placeholder = school.awaitPlaceholder(account);
        school.whileTheEventIsLost(() -> school.arrive(account));

        // The LMS does not know that somebody has come, and takes the account for a placeholder still.
        teacher.revoke(course, account.email()).expect(204);

        GoogleAccount another = aGoogleAccount();
        teacher.grant(course, another.email(), List.of("manage_events"), List.of())
                .expect(200);
        school.awaitPlaceholder(another);
        teacher.revoke(course, another.email()).expect(204);
        awaitNoAccount(another);
        assertThat(school.links(placeholder)).hasSize(1);
        assertThat(school.arrive(account).me().expect(200).body().required("id").textValue())
                .isEqualTo(placeholder);
    }

    private void awaitNoAccount(GoogleAccount account) {
        School.PATIENCE.await(
                "the placeholder to be gone",
                () -> school.account(account.email()).isEmpty() ? Optional.of(account) : Optional.empty());
    }
}
