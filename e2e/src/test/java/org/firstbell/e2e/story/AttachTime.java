package org.firstbell.e2e.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.e2e.story.GoogleAccount.aGoogleAccount;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.firstbell.e2e.client.LmsClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * How long after the commit of a first login the newcomer's privileges can be read, on a system with nothing else to do.
 *
 * <p>No part of {@code verify}: run with {@code ./mvnw -Pdelivery-time}. Measured from Keycloak's writing the event, a
 * moment before the commit, to the teacher's seeing the privileges as active, so rather too long than too short.
 */
@EndToEnd
@Isolated
final class AttachTime {

    private static final int WARM_UP = 30;
    private static final int LOGINS = 200;

    private final School school;

    AttachTime(School school) {
        this.school = school;
    }

    @Test
    void isShort() {
        LmsClient teacher = school.aTeacher();
        String course = teacher.createCourse("Geometry");
        List<Duration> times = new ArrayList<>();
        for (int login = 0; login < WARM_UP + LOGINS; login++) {
            Duration time = firstLogin(teacher, course);
            if (login >= WARM_UP) {
                times.add(time);
            }
        }
        Collections.sort(times);
        Duration median = times.get(LOGINS / 2);
        Duration nearlyAll = times.get(LOGINS * 99 / 100);

        System.out.printf(
                "from the login's commit to the privileges, %d logins: p50 %d ms, p99 %d ms, slowest %d ms%n",
                LOGINS,
                median.toMillis(),
                nearlyAll.toMillis(),
                times.get(LOGINS - 1).toMillis());
        assertThat(median).isLessThanOrEqualTo(Duration.ofMillis(50));
        assertThat(nearlyAll).isLessThanOrEqualTo(Duration.ofMillis(500));
    }

    private Duration firstLogin(LmsClient teacher, String course) {
        GoogleAccount account = school.open(aGoogleAccount());
        String user = school.placeholderFor(account);
        teacher.grant(course, account.email(), List.of("manage_events"), List.of())
                .expect(200);
        school.signInThroughGoogle(account);
        JsonNode delivery = School.PATIENCE.await(
                "the event's delivery",
                () -> school.deliveries(user).stream()
                        .filter(it -> it.required("status").textValue().equals("delivered"))
                        .findFirst());
        school.awaitActive(teacher, course, account);
        return Duration.between(instant(delivery, "createdAt"), instant(delivery, "deliveredAt"));
    }

    private static Instant instant(JsonNode delivery, String name) {
        return Instant.parse(delivery.required(name).textValue());
    }
}
