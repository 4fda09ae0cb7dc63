package org.firstbell.e2e.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.e2e.story.GoogleAccount.aGoogleAccount;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import org.firstbell.e2e.client.LmsClient;
import org.firstbell.e2e.story.EndToEnd;
import org.firstbell.e2e.story.School;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Every page, in light and dark, before the rules of axe-core; and on the narrowest phone. */
@EndToEnd
@InChromium
@ResourceLock(School.LOCK)
final class AccessibilityIT {

    private final School school;
    private final Chromium chromium;

    AccessibilityIT(School school, Chromium chromium) {
        this.school = school;
        this.chromium = chromium;
    }

    @Test
    void noPageBreaksARule() {
        String hired = school.hireATeacher();
        LmsClient teacher = school.withPassword(hired);
        String title = "Topology";
        String course = teacher.createCourse(title);
        String waited = aGoogleAccount().email();
        teacher.grant(course, waited, List.of("manage_events"), List.of("update_course"))
                .expect(200);
        Visitor visitor = chromium.visitor(school);
        Page page = visitor.page();
        check(page, "landing");

        visitor.signIn(hired);
        visitor.button("New course").click();
        check(page, "my courses");

        PeoplePage people = visitor.peopleOf(title);
        people.row(waited).unfold();
        check(page, "people");
        people.search("nobody@school.example");
        assertThat(people.banner()).isVisible();
        check(page, "banner");

        visitor.link("Enrol a list").click();
        page.locator("textarea").fill(waited + "\nnobody\nsomebody@gmial.com");
        check(page, "list");
        visitor.button("Check the list").click();
        assertThat(visitor.button("Enrol 1 person")).isVisible();
        check(page, "plan");
        visitor.button("Enrol 1 person").click();
        assertThat(visitor.heading("1 person enrolled")).isVisible();
        check(page, "done");

        visitor.link(title).click();
        visitor.link("History").first().click();
        assertThat(page.locator("time").first()).isVisible();
        check(page, "history");
    }

    @Test
    void nothingThatInterruptsBreaksOne() {
        String hired = school.hireATeacher();
        LmsClient colleague = school.withPassword(hired);
        String course = colleague.createCourse("Topology");
        String newcomer = aGoogleAccount().email();
        Visitor visitor = chromium.visitor(school).signIn(hired);
        Page page = visitor.page();
        // Never answered: whoever hears of the other's change in time has no conflict.
        page.route("**/people/events", route -> {});
        PeoplePage people = visitor.peopleOf("Topology");

        people.addressField().fill("newcomer@gmial.com");
        assertThat(visitor.button("newcomer@gmail.com")).isVisible();
        check(page, "typo");
        people.addressField().fill("newcomer@");
        people.addressField().press("Enter");
        assertThat(people.addressField()).hasAttribute("aria-invalid", "true");
        check(page, "no address");

        PersonRow row =
                people.proceedWith(newcomer).choose("Exams and events", "Allow").isSaved();
        check(page, "saved");
        colleague
                .grant(course, newcomer, List.of("manage_events", "assess_participations"), List.of())
                .expect(200);
        row.choose("Course settings", "Deny");
        assertThat(row.button("Make mine too")).isVisible();
        check(page, "conflict");
        row.button("Leave it at theirs").click();
        row.button("Take everything back").click();
        assertThat(visitor.button("Undo")).isVisible();
        check(page, "undo");

        people.search("");
        visitor.button("Delete this course").click();
        assertThat(visitor.button("Delete the course")).isVisible();
        check(page, "deletion");
        visitor.button("Keep it").click();

        visitor.endSession(school, hired);
        people.search("anybody");
        assertThat(visitor.heading("Your session has ended")).isVisible();
        check(page, "session ended");
    }

    @Test
    void whatAdministratorsSeeBreaksNone() {
        LmsClient teacher = school.aTeacher();
        String email = aGoogleAccount().email();
        teacher.grant(teacher.createCourse("Algebra 1"), email, List.of("manage_events"), List.of())
                .expect(200);
        Visitor admin = chromium.visitor(school).signIn("admin@school.example");
        admin.link("Waiting").click();

        admin.button("Extend: " + email).click();

        check(admin.page(), "waiting");
    }

    private static void check(Page page, String what) {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            // Colours on their way from light to dark are neither.
            page.waitForCondition(() -> (boolean)
                    page.evaluate("() => document.getAnimations().every(one => one.playState !== 'running')"));
            assertThat(Axe.violations(page)).as(what + ", " + scheme).isEmpty();
        }
        assertThat((boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .as(what + " is not wider than its window")
                .isTrue();
        page.setViewportSize(320, 640);
        assertThat((boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .as(what + " is not wider than a narrow phone")
                .isTrue();
        page.setViewportSize(1280, 720);
    }
}
