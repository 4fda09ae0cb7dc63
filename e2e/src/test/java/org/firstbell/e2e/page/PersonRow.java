package org.firstbell.e2e.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;

/** Somebody in the list of people. */
final class PersonRow {

    static final String NOT_SIGNED_IN_YET = "Not signed in yet";

    private final Locator row;

    PersonRow(Locator row) {
        this.row = row;
    }

    Locator locator() {
        return row;
    }

    PersonRow unfold() {
        row.locator("button.name").click();
        return this;
    }

    PersonRow choose(String privilege, String choice) {
        choice(privilege, choice).check();
        return this;
    }

    PersonRow isSaved() {
        assertThat(row.getByText("Saved", new Locator.GetByTextOptions().setExact(true)))
                .isVisible();
        return this;
    }

    PersonRow undo() {
        button("Undo").click();
        return this;
    }

    Locator button(String name) {
        return row.getByRole(
                AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator choice(String privilege, String choice) {
        return row.getByRole(AriaRole.GROUP, new Locator.GetByRoleOptions().setName(Pattern.compile("^" + privilege)))
                .getByRole(AriaRole.RADIO, new Locator.GetByRoleOptions().setName(choice));
    }

    /** What they may do, at a glance. */
    PersonRow may(String... privileges) {
        assertThat(row.locator(".chip:not(.denied)")).hasText(privileges);
        return this;
    }

    PersonRow isWaitedFor() {
        assertThat(row.getByText(NOT_SIGNED_IN_YET)).isVisible();
        return this;
    }

    PersonRow isHere() {
        assertThat(row.getByText(NOT_SIGNED_IN_YET)).hasCount(0);
        return this;
    }
}
