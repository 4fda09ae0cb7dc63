package org.firstbell.e2e.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.e2e.story.GoogleAccount.aGoogleAccount;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.firstbell.e2e.client.LmsClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Events that never reach the LMS: it asks Keycloak, and makes good what it has missed. */
@EndToEnd
@ResourceLock(School.LOCK)
final class LostEventIT {

    private final School school;
    private final LmsClient admin;
    private final LmsClient teacher;
    private final String course;
    private final GoogleAccount account;

    LostEventIT(School school) {
        this.school = school;
        this.admin = school.theAdministrator();
        this.teacher = school.aTeacher();
        this.course = teacher.createCourse("Chess");
        this.account = school.open(aGoogleAccount());
    }

    @BeforeEach
    void accessWaits() {
        teacher.grant(course, account.email(), List.of("manage_events"), List.of())
                .expect(200);
        school.awaitPlaceholder(account);
        reconcile();
    }

    @Test
    void aPlaceholderIsNobodyYet() {
        assertReport(reconcile(), 0, 0, 0);
        assertThat(teacher.person(course, account.email()).filter(School::isActive))
                .isEmpty();
    }

    @Test
    void ofAFirstLoginStillGivesAccess() {
        school.whileTheEventIsLost(() -> school.arrive(account));

        assertReport(reconcile(), 1, 0, 0);

        JsonNode person = teacher.person(course, account.email()).orElseThrow();
        assertThat(School.isActive(person)).isTrue();
        assertThat(person.required("effective")).hasToString("[\"manage_events\"]");
        assertReport(reconcile(), 0, 0, 0);
    }

    @Test
    void ofAFirstLoginIsMadeGoodAtTheStartOfAnInstance() {
        school.whileTheEventIsLost(() -> school.arrive(account));

        school.system().anotherLms().start();
        try {
            school.awaitActive(teacher, course, account);
        } finally {
            school.system().anotherLms().stop();
        }
    }

    @Test
    void ofAChangeOfAddressStillMovesTheAddress() {
        school.arrive(account).me().expect(200);
        ObjectNode user = (ObjectNode) school.account(account.email()).orElseThrow();
        String renamed = "renamed-" + account.email();
        user.put("email", renamed).put("emailVerified", true);

        school.whileTheEventIsLost(() -> school.admin()
                .put("school/users/" + user.required("id").textValue(), user)
                .expect(204));
        assertReport(reconcile(), 0, 1, 0);

        assertThat(teacher.person(course, renamed)).isPresent();
        assertReport(reconcile(), 0, 0, 0);
    }

    @Test
    void ofADeletionStillEndsAccess() {
        LmsClient person = school.arrive(account);
        person.me().expect(200);
        String user =
                school.account(account.email()).orElseThrow().required("id").textValue();

        school.whileTheEventIsLost(
                () -> school.admin().delete("school/users/" + user).expect(204));
        assertReport(reconcile(), 0, 0, 1);

        assertThat(teacher.get("/api/courses/" + course + "/people")
                        .expect(200)
                        .body()
                        .required("people"))
                .isEmpty();
        assertReport(reconcile(), 0, 0, 0);
    }

    private JsonNode reconcile() {
        return admin.post("/api/reconciliation", Map.of()).expect(200).body();
    }

    private static void assertReport(JsonNode report, int attached, int addressesChanged, int purged) {
        assertThat(report.required("attached").intValue()).isEqualTo(attached);
        assertThat(report.required("addressesChanged").intValue()).isEqualTo(addressesChanged);
        assertThat(report.required("purged").intValue()).isEqualTo(purged);
        assertThat(report.required("purgesWithheld").intValue()).isZero();
        assertThat(report.required("failed").intValue()).isZero();
    }
}
