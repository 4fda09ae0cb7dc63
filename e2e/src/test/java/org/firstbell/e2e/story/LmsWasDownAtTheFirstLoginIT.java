package org.firstbell.e2e.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.e2e.story.GoogleAccount.aGoogleAccount;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.firstbell.e2e.client.LmsClient;
import org.firstbell.e2e.client.Patience;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@EndToEnd
@ResourceLock(School.LOCK)
final class LmsWasDownAtTheFirstLoginIT {

    private final School school;

    LmsWasDownAtTheFirstLoginIT(School school) {
        this.school = school;
    }

    @Test
    void theEventArrivesOnceTheLmsIsBack() {
        LmsClient teacher = school.aTeacher();
        String course = teacher.createCourse("Swimming");
        GoogleAccount account = school.open(aGoogleAccount());
        teacher.grant(course, account.email(), List.of("manage_events"), List.of())
                .expect(200);
        String user = school.awaitPlaceholder(account);

        school.system().lms().stop();
        try {
            school.arrive(account);
        } finally {
            school.system().lms().start();
        }

        // How long the LMS takes to start decides which attempt finds it; the fourth comes half a minute after the
        // third. The LMS finds out by itself as well, so access alone does not tell that the event arrived.
        Patience.of(Duration.ofMinutes(3))
                .await(
                        "delivery",
                        () -> Optional.of(school.deliveries(user))
                                .filter(deliveries -> deliveries.stream()
                                        .allMatch(it -> it.required("status")
                                                .textValue()
                                                .equals("delivered"))));
        assertThat(school.deliveries(user)).hasSize(1);
        assertThat(teacher.person(course, account.email()).filter(School::isActive))
                .isPresent();
    }
}
