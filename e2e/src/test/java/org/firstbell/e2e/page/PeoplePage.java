package org.firstbell.e2e.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

/** The people of a course, as somebody sees them. */
final class PeoplePage {

    private final Visitor visitor;
    private final Page page;

    PeoplePage(Visitor visitor) {
        this.visitor = visitor;
        this.page = visitor.page();
    }

    PeoplePage search(String text) {
        searchField().fill(text);
        return this;
    }

    Locator searchField() {
        return page.getByRole(AriaRole.SEARCHBOX);
    }

    /** What is there for whoever finds nobody. */
    Locator banner() {
        return page.locator("newcomer-banner");
    }

    Locator addressField() {
        return page.getByPlaceholder("E-mail address");
    }

    /** Types an address into the banner and goes on. */
    PersonRow proceedWith(String address) {
        addressField().fill(address);
        visitor.button("Continue").click();
        return row(address);
    }

    /** Adds somebody from the directory of the school. */
    PersonRow add(String name, String email) {
        page.getByRole(AriaRole.LIST, new Page.GetByRoleOptions().setName("In the school"))
                .getByRole(AriaRole.LISTITEM)
                .filter(new Locator.FilterOptions().setHasText(email))
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Add " + name))
                .click();
        return row(email);
    }

    /** The row of somebody, found by what it shows. */
    PersonRow row(String text) {
        Locator row = page.locator("person-row").filter(new Locator.FilterOptions().setHasText(text));
        assertThat(row).hasCount(1);
        return new PersonRow(row);
    }
}
