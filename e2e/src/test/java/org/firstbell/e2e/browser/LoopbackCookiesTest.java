package org.firstbell.e2e.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LoopbackCookiesTest {

    private static final Map<String, List<String>> SECURE_COOKIE =
            Map.of("Set-Cookie", List.of("session=1; Path=/realms/school/; Secure; HttpOnly"));

    private final CookieManager cookies = new CookieManager(new LoopbackCookies(), CookiePolicy.ACCEPT_ALL);

    @Test
    void sendSecureCookiesToLocalhostWithoutTls() throws Exception {
        URI localhost = URI.create("http://localhost:8180/realms/school/login");

        cookies.put(localhost, SECURE_COOKIE);

        assertThat(cookies.get(localhost, Map.of())).containsEntry("Cookie", List.of("session=1"));
    }

    @Test
    void keepCookiesToTheirPath() throws Exception {
        cookies.put(URI.create("http://localhost:8180/realms/school/login"), SECURE_COOKIE);

        assertThat(sent("http://localhost:8180/realms/google/login")).isEmpty();
    }

    @Test
    void sendSecureCookiesNowhereElseWithoutTls() throws Exception {
        cookies.put(URI.create("https://keycloak.example/realms/school/login"), SECURE_COOKIE);

        assertThat(sent("http://keycloak.example/realms/school/login")).isEmpty();
        assertThat(sent("https://keycloak.example/realms/school/login")).containsExactly("session=1");
    }

    private List<String> sent(String uri) throws Exception {
        return cookies.get(URI.create(uri), Map.of()).getOrDefault("Cookie", List.of());
    }
}
