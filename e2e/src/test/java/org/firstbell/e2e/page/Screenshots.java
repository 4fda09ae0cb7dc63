package org.firstbell.e2e.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.firstbell.e2e.client.LmsClient;
import org.firstbell.e2e.story.EndToEnd;
import org.firstbell.e2e.story.GoogleAccount;
import org.firstbell.e2e.story.School;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Takes the pictures in {@code docs/images}, each in light and dark, with the accounts of the demo.
 *
 * <p>No part of {@code verify}: run with {@code ./mvnw -Pscreenshots}.
 */
@EndToEnd
@InChromium
@ResourceLock(School.LOCK)
final class Screenshots {

    private static final Path IMAGES = Path.of(System.getProperty("firstbell.root"), "docs", "images");

    private final School school;
    private final Chromium chromium;

    Screenshots(School school, Chromium chromium) {
        this.school = school;
        this.chromium = chromium;
    }

    @Test
    void ofEveryPage() {
        LmsClient teacher = school.withPassword("teacher@school.example");
        String algebra = teacher.createCourse("Algebra 1");
        teacher.createCourse("Geometry");
        teacher.createCourse("Physics with laboratory");
        teacher.grant(algebra, student(1), List.of("access_exercises", "assess_participations"), List.of())
                .expect(200);
        teacher.grant(algebra, student(2), List.of(), List.of("access_exercises"))
                .expect(200);
        enrol(teacher, algebra, List.of(student(3), student(4)));
        arrive(student(1));
        arrive(student(3));

        Visitor visitor = visitor(1080, 720).signIn("teacher@school.example");
        assertThat(visitor.heading("Geometry")).isVisible();
        take(visitor, "my-courses");

        PeoplePage people = visitor.peopleOf("Algebra 1");
        people.search("newcomer@school.example");
        assertThat(people.banner()).containsText("looking for?");
        assertThat(people.addressField()).hasValue("newcomer@school.example");
        take(visitor, "banner");
        people.proceedWith("newcomer@school.example")
                .choose("Exams and events", "Allow")
                .isSaved();
        take(visitor, "row");
        people.search("");
        assertThat(visitor.page().locator("person-row")).hasCount(5);
        people.row("newcomer@school.example").isWaitedFor();
        visitor.page().locator(".mark-waiting").first().hover();
        take(visitor, "people");

        Visitor newcomer = visitor(1080, 480).signInThroughGoogle(account("newcomer@school.example"));
        take(newcomer, "first-page");

        visitor.page().mouse().move(0, 0);
        people.row("newcomer@school.example").isHere();
        visitor.link("Enrol a list").click();
        visitor.page()
                .locator("textarea")
                .fill(String.join(
                        "\n", student(1), student(4), student(5), student(5), "student6", "student7@gmial.com"));
        visitor.button("Check the list").click();
        assertThat(visitor.button("Enrol 2 people")).isVisible();
        take(visitor, "list");
        visitor.link("Algebra 1").click();
        visitor.link("History").first().click();
        assertThat(visitor.page().locator("time").first()).isVisible();
        take(visitor, "history");

        Visitor admin = visitor(1080, 640).signIn("admin@school.example");
        admin.link("Waiting").click();
        admin.page().getByRole(AriaRole.SEARCHBOX).fill("student");
        assertThat(admin.page().locator("li.waits")).hasCount(2);
        admin.button("Change address: " + student(2)).click();
        take(admin, "waiting");

        Visitor phone = visitor(390, 780).signIn("teacher@school.example");
        phone.peopleOf("Algebra 1").row("newcomer@school.example").unfold();
        take(phone, "phone");
    }

    private static void take(Visitor visitor, String name) {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            Page page = visitor.page();
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            String file = name + "-" + scheme.name().toLowerCase(Locale.ROOT) + ".png";
            page.screenshot(new Page.ScreenshotOptions().setPath(IMAGES.resolve(file)));
        }
    }

    private Visitor visitor(int width, int height) {
        return chromium.visitor(
                school,
                new Browser.NewContextOptions()
                        .setViewportSize(width, height)
                        .setDeviceScaleFactor(2)
                        .setReducedMotion(ReducedMotion.REDUCE));
    }

    private static void enrol(LmsClient teacher, String course, List<String> people) {
        String enrolments = "/api/courses/" + course + "/enrolments";
        String plan = teacher.post(enrolments + "/plan", Map.of("people", people))
                .expect(200)
                .body()
                .required("plan")
                .textValue();
        teacher.post(enrolments, Map.of("plan", plan)).expect(200);
    }

    private void arrive(String email) {
        school.arrive(account(email)).me().expect(200);
    }

    private static GoogleAccount account(String email) {
        return new GoogleAccount(email, true, Optional.of("school.example"));
    }

    private static String student(int number) {
        return "student" + number + "@school.example";
    }
}
