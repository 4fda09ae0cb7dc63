package org.firstbell.e2e.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.firstbell.e2e.story.GoogleAccount.aGoogleAccount;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import org.firstbell.e2e.client.LmsClient;
import org.firstbell.e2e.story.EndToEnd;
import org.firstbell.e2e.story.GoogleAccount;
import org.firstbell.e2e.story.School;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@EndToEnd
@InChromium
@ResourceLock(School.LOCK)
final class WaitingPageIT {

    private final School school;
    private final Chromium chromium;

    WaitingPageIT(School school, Chromium chromium) {
        this.school = school;
        this.chromium = chromium;
    }

    @Test
    void anAdministratorMovesWhatWaitsForAMistypedAddress() {
        LmsClient teacher = school.aTeacher();
        String course = teacher.createCourse("Algebra 1");
        GoogleAccount newcomer = school.open(aGoogleAccount());
        String mistyped = "x" + newcomer.email();
        teacher.grant(course, mistyped, List.of("manage_events"), List.of()).expect(200);
        Visitor admin = chromium.visitor(school).signIn("admin@school.example");

        admin.link("Waiting").click();
        admin.page().getByRole(AriaRole.SEARCHBOX).fill(mistyped);
        Locator row = admin.page().locator("li.waits");
        assertThat(row).hasCount(1);
        assertThat(row).containsText("Privileges in Algebra 1");
        admin.button("Change address: " + mistyped).click();
        admin.page().getByLabel("Their address").fill(newcomer.email());
        admin.button("Move it there").click();
        assertThat(row).hasCount(0);

        Visitor visitor = chromium.visitor(school).signInThroughGoogle(newcomer);
        assertThat(visitor.heading("Algebra 1")).isVisible();
    }

    @Test
    void anAdministratorExtendsAndCancels() {
        LmsClient teacher = school.aTeacher();
        String course = teacher.createCourse("Algebra 1");
        String email = aGoogleAccount().email();
        teacher.grant(course, email, List.of("manage_events"), List.of()).expect(200);
        Visitor admin = chromium.visitor(school).signIn("admin@school.example");
        admin.link("Waiting").click();
        admin.page().getByRole(AriaRole.SEARCHBOX).fill(email);
        Locator row = admin.page().locator("li.waits");
        assertThat(row).hasCount(1);

        admin.button("Extend: " + email).click();
        admin.page().getByLabel("Last day").fill("2028-06-30");
        admin.button("Let it wait until then").click();
        assertThat(row).containsText("Until 30 Jun 2028");

        admin.button("Cancel: " + email).click();
        admin.button("Take it back").click();
        assertThat(row).hasCount(0);
    }
}
