package org.firstbell.lms.arrival;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.firstbell.lms.testing.Api;
import org.firstbell.lms.testing.Api.Answer;
import org.firstbell.lms.testing.LmsTest;
import org.firstbell.lms.testing.Someone;
import org.firstbell.lms.testing.TestEvent;
import org.firstbell.lms.testing.TestRealm;
import org.junit.jupiter.api.Test;

@LmsTest
class FirstLoginTest {

    TestRealm realm;

    @Test
    void attachesWhatWaitedOnTheEvent() {
        Api teacher = Api.as(Someone.teacher(), realm);
        Someone newcomer = Someone.anybody();
        UUID course = teacher.createCourse("Algebra 1");
        Answer granted = teacher.allow(course, newcomer.email(), "manage_events");
        assertThat(granted.status()).isEqualTo(200);
        assertThat(granted.json().path("status").asText()).isEqualTo("pending");

        assertThat(Api.anonymously(realm)
                        .push(TestEvent.firstBrokerLogin(newcomer))
                        .status())
                .isEqualTo(202);

        assertThat(teacher.get("/api/courses/" + course + "/people").json().toString())
                .contains("active");
        assertThat(Api.as(newcomer, realm).get("/api/me").json().toString()).contains("manage_events");
    }
}
