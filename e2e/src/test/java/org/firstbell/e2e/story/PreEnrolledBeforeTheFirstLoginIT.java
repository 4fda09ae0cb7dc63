package org.firstbell.e2e.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.e2e.story.GoogleAccount.aGoogleAccount;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.firstbell.e2e.client.LmsClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@EndToEnd
@ResourceLock(School.LOCK)
final class PreEnrolledBeforeTheFirstLoginIT {

    private final School school;

    PreEnrolledBeforeTheFirstLoginIT(School school) {
        this.school = school;
    }

    @Test
    void everyStudentOfTheListIsInTheCourseFromTheFirstLogin() {
        LmsClient teacher = school.aTeacher();
        String course = teacher.createCourse("Geometry");
        GoogleAccount first = school.open(aGoogleAccount());
        GoogleAccount second = school.open(aGoogleAccount());

        JsonNode plan = teacher.post(
                        "/api/courses/" + course + "/enrolments/plan",
                        Map.of("people", List.of(first.email(), second.email())))
                .expect(200)
                .body();
        assertThat(plan.required("lines"))
                .extracting(line -> line.required("verdict").textValue())
                .containsExactly("pending", "pending");
        teacher.post(
                        "/api/courses/" + course + "/enrolments",
                        Map.of("plan", plan.required("plan").textValue(), "mode", "all"))
                .expect(200);
        school.awaitPlaceholder(first);
        school.awaitPlaceholder(second);

        assertThat(coursesOf(school.arrive(first))).containsExactly(course);
        assertThat(coursesOf(school.arrive(second))).containsExactly(course);
        assertThat(school.awaitActive(teacher, course, first)
                        .required("enrolled")
                        .booleanValue())
                .isTrue();
    }

    private static List<String> coursesOf(LmsClient person) {
        return person.me().expect(200).body().required("courses").findValuesAsText("id");
    }
}
