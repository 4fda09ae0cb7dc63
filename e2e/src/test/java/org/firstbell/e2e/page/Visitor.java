package org.firstbell.e2e.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.firstbell.e2e.story.GoogleAccount;
import org.firstbell.e2e.story.School;

/**
 * Somebody in front of a browser. Wherever they go, nothing may be asked of a third party, and nothing may be said on the
 * console: no error, no violation of the content security policy.
 */
final class Visitor {

    private final BrowserContext context;
    private final Page page;
    private final List<String> origins;
    private final List<String> complaints = new ArrayList<>();

    Visitor(BrowserContext context, List<String> origins) {
        this.context = context;
        this.origins = origins;
        context.setDefaultTimeout(20_000);
        context.onConsoleMessage(message -> {
            // Keycloak's own pages are Keycloak's business; 412 and 401 are answers, which Chromium logs nevertheless.
            if (message.type().equals("error")
                    && message.page().url().startsWith(origins.get(0))
                    && !message.text().matches(".*status of (400|401|412) .*")) {
                complaints.add(message.text());
            }
        });
        context.onWebError(error -> complaints.add(error.error()));
        context.onRequest(request -> {
            if (origins.stream().noneMatch(origin -> request.url().startsWith(origin + "/"))
                    && !request.url().matches("(data|blob|about):.*")) {
                complaints.add("a request to a third party: " + request.url());
            }
        });
        this.page = context.newPage();
    }

    Page page() {
        return page;
    }

    void open(String path) {
        page.navigate(path);
    }

    /** Signs in with a password at the school. */
    Visitor signIn(String email) {
        button("Sign in with your school account").click();
        fillIn(page, email);
        return atHome();
    }

    /** Signs in through Google. */
    Visitor signInThroughGoogle(GoogleAccount account) {
        button("Sign in with your school account").click();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Google"))
                .click();
        page.waitForURL(Pattern.compile(".*/realms/google/.*"));
        fillIn(page, account.email());
        return atHome();
    }

    /** The same again, in the window that opens when the session has ended. */
    void signInAgain(String email) {
        Page popup = page.waitForPopup(() -> button("Sign in again").click());
        fillIn(popup, email);
    }

    /** Fills in the school's sign-in form, where the page has been left for it. */
    void fillIn(String email) {
        page.waitForURL(Pattern.compile(".*/realms/school/.*"));
        fillIn(page, email);
    }

    /** Ends somebody's session at the school, and goes on an hour later, when no access token is good any more. */
    void endSession(School school, String email) {
        String id = school.account(email).orElseThrow().required("id").textValue();
        school.admin().post("school/users/" + id + "/logout", Map.of()).expect(204);
        page.clock().setSystemTime(Date.from(Instant.now().plus(Duration.ofHours(1))));
    }

    /** Chooses the language of the page. */
    Visitor speak(String language) {
        page.locator("select.languages").selectOption(language);
        page.waitForCondition(() -> page.locator("html").getAttribute("lang").equals(language));
        return this;
    }

    private Visitor atHome() {
        page.waitForURL(url -> url.startsWith(origins.get(0)));
        heading("My courses").waitFor();
        return this;
    }

    private static void fillIn(Page form, String email) {
        form.locator("#username").fill(email);
        form.locator("#password").fill(School.PASSWORD);
        form.locator("#kc-login").click();
    }

    Locator heading(String name) {
        return page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator link(String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** Opens the people of a course, from the first page. */
    PeoplePage peopleOf(String course) {
        link(course).click();
        heading("People").waitFor();
        return new PeoplePage(this);
    }

    /** Makes a course on the first page, and is then shown its people. */
    PeoplePage createCourse(String title) {
        button("New course").click();
        page.getByLabel("Title").fill(title);
        button("New course").click();
        heading("People").waitFor();
        return new PeoplePage(this);
    }

    /** Presses the tab key until something has the focus. */
    void tabTo(Locator element) {
        for (int presses = 0; presses < 60; presses++) {
            if ((boolean) element.evaluate("it => it === document.activeElement")) {
                return;
            }
            page.keyboard().press("Tab");
        }
        throw new AssertionError("cannot be reached with the tab key: " + element);
    }

    void leave() {
        context.close();
    }

    void checkWhatWasSeen() {
        assertThat(complaints).isEmpty();
    }
}
