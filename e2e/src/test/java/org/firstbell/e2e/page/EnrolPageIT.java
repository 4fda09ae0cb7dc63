package org.firstbell.e2e.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.firstbell.e2e.story.GoogleAccount.aGoogleAccount;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.assertj.core.api.Assertions;
import org.firstbell.e2e.story.EndToEnd;
import org.firstbell.e2e.story.School;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@EndToEnd
@InChromium
@ResourceLock(School.LOCK)
final class EnrolPageIT {

    private final School school;
    private final Chromium chromium;

    EnrolPageIT(School school, Chromium chromium) {
        this.school = school;
        this.chromium = chromium;
    }

    @Test
    void aListIsCheckedCorrectedEnrolledAndTakenBack() {
        Visitor teacher = chromium.visitor(school).signIn(school.hireATeacher());
        PeoplePage people = teacher.createCourse("Algebra 1");
        String first = aGoogleAccount().email();
        String second = aGoogleAccount().email();
        teacher.link("Enrol a list").click();
        Page page = teacher.page();

        page.getByLabel("Paste addresses, or drop a file here").fill(String.join("\n", first, first, "nobody", second));
        teacher.button("Check the list").click();
        assertThat(teacher.button("2 Waits for first sign-in")).isVisible();
        assertThat(teacher.button("1 Twice in the list")).isVisible();
        teacher.button("1 Not an address").click();
        assertThat(page.locator("tbody tr")).hasCount(1);

        Download badLines = page.waitForDownload(
                () -> teacher.button("Download 1 line to correct").click());
        Assertions.assertThat(read(badLines)).contains("nobody");
        String corrected = aGoogleAccount().email();
        page.getByLabel("Correct line 3").fill(corrected);
        page.getByLabel("Correct line 3").press("Tab");
        teacher.button("Enrol 3 people").click();
        assertThat(teacher.heading("3 people enrolled")).isVisible();

        teacher.link("Algebra 1").click();
        people.row(corrected).isWaitedFor().may("Enrolled");
        page.goBack();
        teacher.heading("Enrol a list").waitFor();
    }

    @Test
    void aMistypedAddressIsCorrectedWithOneClick() {
        Visitor teacher = chromium.visitor(school).signIn(school.hireATeacher());
        teacher.createCourse("Algebra 1");
        teacher.link("Enrol a list").click();
        teacher.page().getByLabel("Paste addresses, or drop a file here").fill("newcomer@gmial.com");
        teacher.button("Check the list").click();
        assertThat(teacher.button("Enrol 0 people")).isDisabled();

        teacher.button("Did you mean newcomer@gmail.com?").click();

        assertThat(teacher.button("Enrol 1 person")).isEnabled();
        assertThat(teacher.page().locator("tbody")).containsText("newcomer@gmail.com");
    }

    @Test
    void aListCanBeTakenBack() {
        Visitor teacher = chromium.visitor(school).signIn(school.hireATeacher());
        PeoplePage people = teacher.createCourse("Algebra 1");
        teacher.link("Enrol a list").click();
        teacher.page()
                .getByLabel("Paste addresses, or drop a file here")
                .fill(aGoogleAccount().email());
        teacher.button("Check the list").click();
        teacher.button("Enrol 1 person").click();

        teacher.button("Undo").click();

        assertThat(teacher.heading("Taken back: 1 enrolment")).isVisible();
        teacher.link("Algebra 1").click();
        assertThat(people.banner()).containsText("Nobody here yet.");
    }

    private static String read(Download download) {
        try {
            return Files.readString(download.path());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
