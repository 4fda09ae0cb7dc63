package org.firstbell.e2e.page;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.firstbell.e2e.story.School;

/** An installed Chromium, driven by Playwright from the thread of its test class. */
final class Chromium implements AutoCloseable {

    private final Playwright playwright;
    private final Browser browser;
    private final List<Visitor> visitors = new ArrayList<>();

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    static Chromium start(Path executable) {
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        // A sandbox cannot be had as root, nor in most containers; all pages in here are ours.
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable)
                        .setArgs(List.of("--no-sandbox")));
        return new Chromium(playwright, browser);
    }

    /** Somebody with a browser of their own, on the page where one is asked to sign in. */
    Visitor visitor(School school) {
        return visitor(school, new Browser.NewContextOptions());
    }

    Visitor visitor(School school, Browser.NewContextOptions options) {
        URI lms = school.system().lms().uri();
        Visitor visitor = new Visitor(
                browser.newContext(options.setLocale("en-GB").setBaseURL(lms.toString())),
                List.of(lms.toString(), school.system().keycloak().uri().toString()));
        visitors.add(visitor);
        visitor.open("/");
        return visitor;
    }

    Visitor visitor(School school, ColorScheme scheme, int width, int height) {
        return visitor(
                school, new Browser.NewContextOptions().setColorScheme(scheme).setViewportSize(width, height));
    }

    /** Ends all visits, and fails if one of them saw what nobody should see. */
    void sendVisitorsHome() {
        List<Visitor> leaving = List.copyOf(visitors);
        visitors.clear();
        leaving.forEach(Visitor::leave);
        leaving.forEach(Visitor::checkWhatWasSeen);
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
