package org.firstbell.lms.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.firstbell.lms.testing.Api;
import org.firstbell.lms.testing.Api.Answer;
import org.firstbell.lms.testing.LmsTest;
import org.firstbell.lms.testing.TestRealm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@LmsTest
class PageRoutesTest {

    private static final Pattern ASSET = Pattern.compile("(?:href|src)=\"(/assets/[^\"]+)\"");

    TestRealm realm;

    private Api browser;

    @BeforeEach
    void somebodyWhoIsNotSignedIn() {
        browser = Api.anonymously(realm);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/signed-in?code=x",
                "/waiting",
                "/courses/0f0f0f0f-0f0f-4f0f-8f0f-0f0f0f0f0f0f",
                "/courses/0f0f0f0f-0f0f-4f0f-8f0f-0f0f0f0f0f0f/enrol",
                "/courses/0f0f0f0f-0f0f-4f0f-8f0f-0f0f0f0f0f0f/history?email=x"
            })
    void servesTheDocumentWhereverItIsReloaded(String path) {
        Answer page = browser.get(path);

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).isEqualTo("text/html;charset=utf-8");
        assertThat(page.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(page.response().body()).contains("<firstbell-app>", "content=\"" + realm.issuer() + "\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/course", "/courses", "/courses/a/b", "/index.html", "/assets/", "/assets/x/main.js", "/api/x"})
    void servesItNowhereElse(String path) {
        assertThat(browser.get(path).status()).isEqualTo(404);
    }

    @Test
    void allowsNothingButWhatThePageDoes() throws Exception {
        Answer page = browser.get("/");
        String map = Pattern.compile("<script type=\"importmap\">(.*?)</script>")
                .matcher(page.response().body())
                .results()
                .map(match -> match.group(1))
                .findFirst()
                .orElseThrow();
        String hash = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(map.getBytes(UTF_8)));

        assertThat(page.header("Content-Security-Policy").split("; "))
                .containsExactlyInAnyOrder(
                        "default-src 'none'",
                        "script-src 'self' 'sha256-" + hash + "'",
                        "style-src 'self'",
                        "img-src 'self'",
                        "connect-src 'self' " + realm.url(),
                        "base-uri 'none'",
                        "form-action 'none'",
                        "frame-ancestors 'none'",
                        "require-trusted-types-for 'script'",
                        "trusted-types lit-html");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(page.header("Permissions-Policy")).contains("camera=()");
    }

    @Test
    void leavesSwaggerUiAlone() {
        Answer swagger = browser.get("/q/swagger-ui/");

        assertThat(swagger.status()).isEqualTo(200);
        assertThat(swagger.header("Content-Security-Policy")).isEmpty();
    }

    @Test
    void namesEveryModuleOfTheFirstLoadAndNoneOfTheOthers() {
        assertThat(assets())
                .extracting(path -> path.replaceFirst("/assets/[0-9a-f]{12}/", ""))
                .contains(
                        "main.js",
                        "session.js",
                        "pkce.js",
                        "lib/lit-html/lit-html.js",
                        "lib/reactive-element/css-tag.js")
                .doesNotContain("people/people-page.js", "waiting/waiting-page.js")
                .doesNotHaveDuplicates();
    }

    @Test
    void letsBrowsersKeepFilesForGood() {
        for (String path : assets()) {
            Answer file = browser.get(path);

            assertThat(file.status()).as(path).isEqualTo(200);
            assertThat(file.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
            assertThat(file.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(file.header("Content-Encoding")).isEmpty();
            assertThat(browser.sendWith("Accept-Encoding", "br, gzip", "GET", path, null)
                            .header("Content-Encoding"))
                    .isEqualTo("gzip");
        }
    }

    private List<String> assets() {
        return ASSET.matcher(browser.get("/").response().body())
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}
