package org.firstbell.e2e.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.e2e.story.GoogleAccount.aGoogleAccount;

import com.microsoft.playwright.Locator;
import java.util.ArrayList;
import java.util.List;
import org.firstbell.e2e.story.EndToEnd;
import org.firstbell.e2e.story.School;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A session ends in the middle of somebody's work. */
@EndToEnd
@InChromium
@ResourceLock(School.LOCK)
final class SessionPageIT {

    private final School school;
    private final Chromium chromium;

    private String teacher;
    private Visitor visitor;

    SessionPageIT(School school, Chromium chromium) {
        this.school = school;
        this.chromium = chromium;
    }

    @BeforeEach
    void aTeacher() {
        teacher = school.hireATeacher();
        visitor = chromium.visitor(school);
    }

    @Test
    void aSignInInAnotherWindowLosesNothing() {
        visitor.signIn(teacher);
        PersonRow row =
                visitor.createCourse("Algebra 1").proceedWith(aGoogleAccount().email());

        endSession();
        row.choose("Exams and events", "Allow");
        assertThat(ended()).isVisible();
        visitor.signInAgain(teacher);

        row.isSaved().may("Exams and events");
        assertThat(ended()).isHidden();
    }

    @Test
    void noTokenIsKeptWhereAScriptOfAnotherPageWouldFindIt() {
        visitor.signIn(teacher);

        assertThat((String) visitor.page()
                        .evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"))
                .contains("firstbell.was-signed-in")
                .doesNotContain("eyJ");
    }

    /** Else somebody could be made to work, and to type, in another's account. */
    @Test
    void anAnswerToASignInThatWasNotBegunHereSignsNobodyIn() {
        List<String> exchanges = new ArrayList<>();
        visitor.page().onRequest(request -> {
            if (request.url().endsWith("/token")) {
                exchanges.add(request.url());
            }
        });

        visitor.open("/signed-in?state=of-somebody-else&code=of-somebody-else");

        assertThat(visitor.button("Sign in with your school account")).isVisible();
        assertThat(exchanges).isEmpty();
    }

    @Nested
    class WhereTheBrowserOpensNoWindow {

        @BeforeEach
        void itBlocksThem() {
            visitor.page().context().addInitScript("window.open = () => null");
            visitor.signIn(teacher);
        }

        @Test
        void aChangeIsSavedOnceTheTeacherIsBack() {
            String newcomer = aGoogleAccount().email();
            PeoplePage people = visitor.createCourse("Algebra 1");
            PersonRow row = people.search(newcomer).proceedWith(newcomer);
            row.choose("Exams and events", "Allow").isSaved();

            endSession();
            row.choose("Grade", "Allow");
            signInAgainHere();

            assertThat(people.searchField()).hasValue(newcomer);
            people.row(newcomer).isSaved().may("Grade", "Exams and events");
            assertNothingIsKept();
        }

        @Test
        void anAddressThatWasBeingTypedIsStillThere() {
            PeoplePage people = visitor.createCourse("Algebra 1");
            people.search("Some Body");
            assertThat(people.banner()).isVisible();

            endSession();
            people.addressField().fill("somebody@school.example");
            signInAgainHere();

            assertThat(people.searchField()).hasValue("Some Body");
            assertThat(people.addressField()).hasValue("somebody@school.example");
            assertNothingIsKept();
        }

        @Test
        void aCourseThatWasBeingMadeIsStillThere() {
            visitor.button("New course").click();
            visitor.page().getByLabel("Title").fill("Algebra \"1\" <2>");
            visitor.page().getByLabel("Last day (if any)").fill("2027-06-30");

            endSession();
            visitor.button("New course").click();
            signInAgainHere();

            assertThat(visitor.page().getByLabel("Title")).hasValue("Algebra \"1\" <2>");
            assertThat(visitor.page().getByLabel("Last day (if any)")).hasValue("2027-06-30");
            assertNothingIsKept();
        }

        @Test
        void aListIsStillThereAndChecked() {
            visitor.createCourse("Algebra 1");
            visitor.link("Enrol a list").click();
            visitor.page().locator("textarea").fill(aGoogleAccount().email() + "\nnobody");

            endSession();
            visitor.button("Check the list").click();
            signInAgainHere();

            assertThat(visitor.button("Enrol 1 person")).isVisible();
            assertThat(visitor.page().getByLabel("Correct line 2")).hasValue("nobody");
            assertNothingIsKept();
        }

        @Test
        void somebodyElseGetsNothingOfIt() {
            PeoplePage people = visitor.createCourse("Algebra 1");
            assertThat(people.banner()).isVisible();

            endSession();
            people.addressField().fill("somebody@school.example");
            assertThat(ended()).isVisible();
            visitor.button("Sign in again").click();
            visitor.fillIn("admin@school.example");

            assertThat(visitor.heading("People")).isVisible();
            assertThat(people.addressField()).hasValue("");
            assertNothingIsKept();
        }

        private void signInAgainHere() {
            assertThat(ended()).isVisible();
            visitor.button("Sign in again").click();
            visitor.fillIn(teacher);
        }

        private void assertNothingIsKept() {
            assertThat(visitor.page().evaluate("sessionStorage.getItem('firstbell.trip')"))
                    .isNull();
        }
    }

    private Locator ended() {
        return visitor.heading("Your session has ended");
    }

    private void endSession() {
        visitor.endSession(school, teacher);
    }
}
