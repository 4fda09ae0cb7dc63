package org.firstbell.e2e.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.firstbell.e2e.story.GoogleAccount.aGoogleAccount;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.firstbell.e2e.client.LmsClient;
import org.firstbell.e2e.story.EndToEnd;
import org.firstbell.e2e.story.GoogleAccount;
import org.firstbell.e2e.story.School;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@EndToEnd
@InChromium
@ResourceLock(School.LOCK)
final class PeoplePageIT {

    private final School school;
    private final Chromium chromium;

    PeoplePageIT(School school, Chromium chromium) {
        this.school = school;
        this.chromium = chromium;
    }

    @Test
    void aTeacherGivesAccessToSomebodyUnknownAndSeesThemCome() {
        GoogleAccount newcomer = school.open(aGoogleAccount());
        PeoplePage people =
                chromium.visitor(school).signIn(school.hireATeacher()).createCourse("Algebra 1");

        people.search(newcomer.email());
        assertThat(people.banner()).containsText("Can’t find the person you’re looking for?");
        PersonRow row = people.proceedWith(newcomer.email());
        row.choose("Exams and events", "Allow").isSaved().isWaitedFor().may("Exams and events");

        Visitor visitor = chromium.visitor(school).signInThroughGoogle(newcomer);
        Locator course = visitor.page()
                .getByRole(AriaRole.LISTITEM)
                .filter(new Locator.FilterOptions().setHas(visitor.heading("Algebra 1")));
        assertThat(course).containsText("Exams and events");

        row.isHere().may("Exams and events");
        assertThat(row.locator()).containsText("Demo Newcomer");
    }

    @Test
    void aMistypedAddressIsDoubtedAndAWrongOneRefused() {
        PeoplePage people =
                chromium.visitor(school).signIn(school.hireATeacher()).createCourse("Algebra 1");

        people.addressField().fill("newcomer@gmial.com");
        people.banner()
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("newcomer@gmail.com"))
                .click();
        assertThat(people.addressField()).hasValue("newcomer@gmail.com");

        people.addressField().fill("newcomer@");
        people.addressField().press("Enter");
        assertThat(people.addressField()).hasAttribute("aria-invalid", "true");
    }

    @Test
    void aColleagueWhoIsHereIsOneClickAway() {
        GoogleAccount colleague = school.open(aGoogleAccount());
        school.arrive(colleague).me().expect(200);
        PeoplePage people =
                chromium.visitor(school).signIn(school.hireATeacher()).createCourse("Algebra 1");

        PersonRow row = people.search(colleague.email()).add("Demo Newcomer", colleague.email());
        row.choose("Grade", "Allow").isSaved().isHere().may("Grade");
        row.undo().isSaved();

        assertThat(row.locator().getByText("Nothing yet")).isVisible();
    }

    @Test
    void takingEverythingBackCanBeUndone() {
        String hired = school.hireATeacher();
        LmsClient teacher = school.withPassword(hired);
        String course = teacher.createCourse("Geometry");
        GoogleAccount newcomer = aGoogleAccount();
        teacher.grant(course, newcomer.email(), List.of("manage_events"), List.of("update_course"))
                .expect(200);
        Visitor visitor = chromium.visitor(school).signIn(hired);
        PeoplePage people = visitor.peopleOf("Geometry");

        people.row(newcomer.email()).unfold().button("Take everything back").click();
        assertThat(visitor.page().locator("person-row")).hasCount(0);
        visitor.button("Undo").click();

        people.row(newcomer.email()).may("Exams and events");
    }

    @Test
    void twoTeachersWhoEditTheSamePersonLoseNothing() {
        String second = school.hireATeacher();
        LmsClient first = school.aTeacher();
        String course = first.createCourse("Logic");
        school.withPassword(second).me().expect(200);
        first.grant(course, second, List.of("manage_privileges", "manage_events", "update_course"), List.of())
                .expect(200);
        GoogleAccount newcomer = aGoogleAccount();
        first.grant(course, newcomer.email(), List.of("manage_events"), List.of())
                .expect(200);
        Visitor visitor = chromium.visitor(school).signIn(second);
        // Never answered: whoever hears of the other's change in time has no conflict.
        visitor.page().route("**/people/events", route -> {});
        PersonRow row = visitor.peopleOf("Logic").row(newcomer.email()).unfold();

        first.grant(course, newcomer.email(), List.of("manage_events", "assess_participations"), List.of())
                .expect(200);
        row.choose("Course settings", "Allow");

        assertThat(row.locator()).containsText("Somebody else has just changed this too");
        assertThat(row.locator()).containsText("Grade: Allow");
        row.button("Make mine too").click();
        row.isSaved().may("Grade", "Exams and events", "Course settings");
    }

    @Test
    void anEnrolmentIsTakenBackAndGivenAgain() {
        String hired = school.hireATeacher();
        LmsClient teacher = school.withPassword(hired);
        String course = teacher.createCourse("Geometry");
        GoogleAccount here = school.open(aGoogleAccount());
        school.arrive(here).me().expect(200);
        GoogleAccount newcomer = aGoogleAccount();
        for (GoogleAccount one : List.of(here, newcomer)) {
            teacher.put("/api/courses/" + course + "/enrolments", Map.of("email", one.email()))
                    .expect(200);
            teacher.grant(course, one.email(), List.of("manage_events"), List.of())
                    .expect(200);
        }
        Visitor visitor = chromium.visitor(school).signIn(hired);
        PeoplePage people = visitor.peopleOf("Geometry");

        for (GoogleAccount one : List.of(here, newcomer)) {
            people.row(one.email())
                    .may("Enrolled", "Exams and events")
                    .unfold()
                    .button("Take the enrolment back")
                    .click();
            people.row(one.email()).may("Exams and events");
            assertThat(visitor.button("Undo")).isFocused();
            visitor.button("Undo").click();
            people.row(one.email()).may("Enrolled", "Exams and events").unfold();
        }
        assertThat(visitor.button("Undo")).hasCount(0);
    }

    @Test
    void anOwnerDeletesACourseKnowingWhatEnds() {
        String hired = school.hireATeacher();
        LmsClient teacher = school.withPassword(hired);
        String title = "Logic " + UUID.randomUUID();
        String course = teacher.createCourse(title);
        teacher.grant(course, aGoogleAccount().email(), List.of("manage_events"), List.of())
                .expect(200);
        Visitor visitor = chromium.visitor(school).signIn(hired);
        visitor.peopleOf(title);

        visitor.button("Delete this course").click();
        Locator dialog = visitor.page().getByRole(AriaRole.DIALOG);
        assertThat(dialog).containsText("0 people may do");
        assertThat(dialog).containsText("1 person who has not signed in yet");
        assertThat(visitor.button("Keep it")).isFocused();
        visitor.page().keyboard().press("Escape");
        assertThat(dialog).isHidden();
        visitor.button("Delete this course").click();
        visitor.button("Delete the course").click();

        assertThat(visitor.heading("My courses")).isVisible();
        assertThat(visitor.link(title)).hasCount(0);
        Assertions.assertThat(teacher.get("/api/courses/" + course).status()).isEqualTo(404);
    }

    @Test
    void whoeverOnlyHelpsDeletesNoCourse() {
        String second = school.hireATeacher();
        LmsClient owner = school.aTeacher();
        String title = "Logic " + UUID.randomUUID();
        String course = owner.createCourse(title);
        school.withPassword(second).me().expect(200);
        owner.grant(course, second, List.of("manage_privileges"), List.of()).expect(200);
        owner.put(
                        "/api/courses/" + course + "/enrolments",
                        Map.of("email", aGoogleAccount().email()))
                .expect(200);

        Visitor visitor = chromium.visitor(school).signIn(second);
        PeoplePage people = visitor.peopleOf(title);

        people.row(PersonRow.NOT_SIGNED_IN_YET).unfold();
        assertThat(visitor.button("Take the enrolment back")).hasCount(0);
        assertThat(visitor.button("Delete this course")).hasCount(0);
    }

    @Test
    void theKeyboardIsEnough() {
        GoogleAccount newcomer = aGoogleAccount();
        Visitor visitor = chromium.visitor(school).signIn(school.hireATeacher());
        PeoplePage people = visitor.createCourse("Algebra 1");
        visitor.link("My courses").first().press("Enter");
        visitor.heading("My courses").waitFor();

        visitor.tabTo(visitor.link("Algebra 1"));
        visitor.page().keyboard().press("Enter");
        visitor.heading("People").waitFor();
        visitor.tabTo(people.searchField());
        visitor.page().keyboard().type(newcomer.email());
        visitor.page().waitForCondition(() -> people.addressField().inputValue().equals(newcomer.email()));
        visitor.tabTo(visitor.button("Continue"));
        visitor.page().keyboard().press("Enter");
        PersonRow row = people.row(newcomer.email());
        visitor.tabTo(row.choice("Exams and events", "Neither"));
        visitor.page().keyboard().press("ArrowLeft");

        row.isSaved().may("Exams and events");
    }

    @Test
    void namesAppearAsTyped() {
        String title = "\"><img src=x onerror=alert(1)> ' & שלום 🎓";
        GoogleAccount newcomer = aGoogleAccount();
        school.admin()
                .post(
                        "google/users",
                        Map.of(
                                "username",
                                newcomer.email(),
                                "email",
                                newcomer.email(),
                                "emailVerified",
                                true,
                                "firstName",
                                "שרה 🎓",
                                "lastName",
                                "O'Brien-José",
                                "enabled",
                                true,
                                "attributes",
                                Map.of("hd", List.of("school.example")),
                                "credentials",
                                List.of(Map.of("type", "password", "value", School.PASSWORD))))
                .expect(201);
        Visitor visitor = chromium.visitor(school).signIn(school.hireATeacher());
        PeoplePage people = visitor.createCourse(title);
        people.proceedWith(newcomer.email()).choose("Exams and events", "Allow").isSaved();
        school.arrive(newcomer).me().expect(200);

        assertThat(visitor.page().locator(".crumbs")).containsText(title);
        assertThat(people.row(newcomer.email()).isHere().locator()).containsText("שרה 🎓 O'Brien-José");
        visitor.link("My courses").first().click();
        assertThat(visitor.link(title)).isVisible();
    }

    @Test
    void aReloadComesBackToTheSamePlace() {
        Visitor visitor = chromium.visitor(school).signIn(school.hireATeacher());
        visitor.createCourse("Algebra 1");
        String url = visitor.page().url();

        visitor.page().reload();

        visitor.heading("People").waitFor();
        assertThat(visitor.page()).hasURL(url);
        visitor.button("Sign out").click();
        assertThat(visitor.button("Sign in with your school account")).isVisible();
        visitor.page().reload(new Page.ReloadOptions());
        assertThat(visitor.button("Sign in with your school account")).isVisible();
    }
}
