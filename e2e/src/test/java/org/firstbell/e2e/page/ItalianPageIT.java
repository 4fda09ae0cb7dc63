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

/** What the server says to people, said in Italian. */
@EndToEnd
@InChromium
@ResourceLock(School.LOCK)
final class ItalianPageIT {

    private final School school;
    private final Chromium chromium;

    ItalianPageIT(School school, Chromium chromium) {
        this.school = school;
        this.chromium = chromium;
    }

    @Test
    void aTeacherReadsWhatIsWrongWithAddresses() {
        Visitor teacher = chromium.visitor(school).signIn(school.hireATeacher());
        PeoplePage people = teacher.createCourse("Algebra 1");
        teacher.speak("it");
        Locator address = teacher.page().getByPlaceholder("Indirizzo e-mail");

        address.fill("nessuno");
        address.press("Enter");
        assertThat(people.banner()).containsText("In un indirizzo e-mail c’è una @.");
        address.fill("nuova@gmial.com");
        assertThat(people.banner()).containsText("Intendevi nuova@gmail.com?");

        teacher.link("Iscrivi un elenco").click();
        Locator list = teacher.page().locator("textarea");
        Locator check = teacher.button("Controlla l’elenco");
        list.fill(" ");
        check.click();
        assertThat(teacher.page().getByRole(AriaRole.ALERT)).hasText("Un elenco ha da 1 a 10.000 righe.");
        String somebody = aGoogleAccount().email();
        list.fill(String.join("\n", somebody, somebody, "nessuno", "nuova@gmial.com"));
        check.click();
        Locator lines = teacher.page().locator("tbody tr");
        assertThat(lines.nth(1)).containsText("Stesso indirizzo della riga 1");
        assertThat(lines.nth(2)).containsText("In un indirizzo e-mail c’è una @.");
        assertThat(lines.nth(3)).containsText("Intendevi nuova@gmail.com?");
    }

    @Test
    void anAdministratorReadsWhySomethingIsHeld() {
        LmsClient owner = school.aTeacher();
        String assistant = school.hireATeacher();
        school.withPassword(assistant).me().expect(200);
        String course = owner.createCourse("Algebra 1");
        owner.grant(course, assistant, List.of("manage_privileges", "manage_events"), List.of())
                .expect(200);
        GoogleAccount newcomer = school.open(aGoogleAccount());
        school.withPassword(assistant)
                .grant(course, newcomer.email(), List.of("manage_events"), List.of())
                .expect(200);
        owner.revoke(course, assistant).expect(204);
        school.arrive(newcomer).me().expect(200);

        Visitor admin = chromium.visitor(school).signIn("admin@school.example").speak("it");
        admin.link("In attesa").click();
        admin.page().getByRole(AriaRole.SEARCHBOX).fill(newcomer.email());

        Locator row = admin.page().locator("li.waits").filter(new Locator.FilterOptions().setHasText(newcomer.email()));
        assertThat(row).containsText("Chi lo ha assegnato non può più assegnarlo.");
    }
}
