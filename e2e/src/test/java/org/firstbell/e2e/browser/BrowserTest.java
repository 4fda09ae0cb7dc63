package org.firstbell.e2e.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class BrowserTest {

    private static final URI APPLICATION = URI.create("http://localhost:1");

    private final Browser browser = new Browser(APPLICATION);
    private HttpServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/page", exchange -> answer(exchange, "<p>cookies: %s</p>".formatted(cookies(exchange))));
        server.createContext("/redirect", exchange -> redirect(exchange, "page"));
        server.createContext("/endless", exchange -> redirect(exchange, "/endless"));
        server.createContext("/done", exchange -> redirect(exchange, APPLICATION + "/?code=a%20code&state=s"));
        server.createContext("/form", exchange -> {
            exchange.getResponseHeaders().add("Set-Cookie", "session=1; Path=/; Secure; HttpOnly; SameSite=None");
            answer(exchange, """
                    <form id="login" action="../echo?step=1" method="post">
                      <input name="username"><input name="password" type="password">
                      <input name="token" type="hidden" value="a&amp;b">
                    </form>
                    <a id="help" href="page">help</a>""");
        });
        server.createContext(
                "/echo",
                exchange -> answer(
                        exchange,
                        exchange.getRequestURI() + " "
                                + new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    @Test
    void followsRedirectsAndTellsOfEachVisit() {
        Page page = (Page) browser.open(uri("/redirect"));

        assertThat(page.uri()).isEqualTo(uri("/page"));
        assertThat(browser.visits())
                .containsExactly(new Visit("GET", uri("/redirect"), 302), new Visit("GET", uri("/page"), 200));
    }

    @Test
    void tellsAWatcherOfEachVisitAtOnce() {
        List<URI> seen = new ArrayList<>();

        new Browser(APPLICATION, visit -> seen.add(visit.uri())).open(uri("/redirect"));

        assertThat(seen).containsExactly(uri("/redirect"), uri("/page"));
    }

    @Test
    void leavesRedirectsToTheApplicationToTheApplication() {
        Callback callback = (Callback) browser.open(uri("/done"));

        assertThat(callback.parameter("code")).contains("a code");
        assertThat(callback.parameter("state")).contains("s");
        assertThat(callback.parameter("error")).isEmpty();
    }

    @Test
    void givesUpOnEndlessRedirects() {
        assertThatThrownBy(() -> browser.open(uri("/endless"))).hasMessageContaining("redirected more than 20 times");
    }

    @Test
    void sendsSecureCookiesToTheLoopbackHost() {
        browser.open(uri("/form"));

        assertThat(((Page) browser.open(uri("/page"))).text()).isEqualTo("cookies: session=1");
    }

    @Test
    void sharesNoCookiesWithAnotherBrowser() {
        browser.open(uri("/form"));

        assertThat(((Page) new Browser(APPLICATION).open(uri("/page"))).text()).isEqualTo("cookies: none");
    }

    @Test
    void submitsAFormWithItsHiddenFields() {
        Form form = ((Page) browser.open(uri("/form"))).form("form#login");

        Page echo = (Page) browser.submit(form.fill("username", "a@b.example").fill("password", "p&q"));

        assertThat(echo.text()).isEqualTo("/echo?step=1 username=a%40b.example&password=p%26q&token=a%26b");
    }

    @Test
    void findsLinks() {
        assertThat(((Page) browser.open(uri("/form"))).link("a#help")).isEqualTo(uri("/page"));
    }

    @Test
    void saysWhatThePageReadsIfWhatIsLookedForIsNotThere() {
        Page page = (Page) browser.open(uri("/page"));

        assertThatThrownBy(() -> page.form("form#login"))
                .hasMessageContaining("has no form form#login")
                .hasMessageContaining("cookies: none");
        assertThatThrownBy(() -> page.link("a#help")).hasMessageContaining("has no link a#help");
    }

    @Test
    void fillsInNoFieldThatThePageDoesNotHave() {
        Form form = ((Page) browser.open(uri("/form"))).form("form#login");

        assertThatThrownBy(() -> form.fill("email", "a@b.example")).hasMessageContaining("no field email");
    }

    private URI uri(String path) {
        return URI.create("http://localhost:" + server.getAddress().getPort() + path);
    }

    private static String cookies(HttpExchange exchange) {
        String cookies = exchange.getRequestHeaders().getFirst("Cookie");
        return cookies == null ? "none" : cookies;
    }

    private static void answer(HttpExchange exchange, String html) throws IOException {
        try (exchange) {
            byte[] body = html.getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static void redirect(HttpExchange exchange, String location) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Location", location);
            exchange.sendResponseHeaders(302, -1);
        }
    }
}
