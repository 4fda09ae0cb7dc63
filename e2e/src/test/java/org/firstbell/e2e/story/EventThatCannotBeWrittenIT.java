package org.firstbell.e2e.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.e2e.story.GoogleAccount.aGoogleAccount;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.firstbell.e2e.browser.SignInOutcome;
import org.firstbell.e2e.browser.SignInOutcome.Refused;
import org.firstbell.e2e.client.LmsClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@EndToEnd
@Isolated
final class EventThatCannotBeWrittenIT {

    private final School school;

    EventThatCannotBeWrittenIT(School school) {
        this.school = school;
    }

    @Test
    void failsTheLoginWithAPageRatherThanBeLost() throws SQLException {
        GoogleAccount account = school.open(aGoogleAccount());
        LmsClient teacher = school.aTeacher();
        String course = teacher.createCourse("History");
        teacher.grant(course, account.email(), List.of("manage_events"), List.of())
                .expect(200);
        String placeholder = school.awaitPlaceholder(account);

        SignInOutcome outcome = signInWithoutAnOutbox(account);

        assertThat(outcome).isInstanceOf(Refused.class);
        assertThat(((Refused) outcome).page().status()).isEqualTo(500);
        assertThat(school.links(placeholder)).isEmpty();

        school.arrive(account);

        assertThat(school.links(placeholder)).hasSize(1);
        assertThat(school.deliveries(placeholder)).hasSize(1);
        school.awaitActive(teacher, course, account);
    }

    private SignInOutcome signInWithoutAnOutbox(GoogleAccount account) throws SQLException {
        try (Connection connection = school.system().keycloak().connectToDatabase();
                Statement statement = connection.createStatement()) {
            statement.execute("alter table firstbell_delivery rename to firstbell_delivery_away");
            try {
                return school.signInThroughGoogle(account);
            } finally {
                statement.execute("alter table firstbell_delivery_away rename to firstbell_delivery");
            }
        }
    }
}
