package org.firstbell.realm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a Keycloak that is in trouble, or what stands before it, answers. */
final class UnavailableKeycloakTest {

    private HttpServer server;
    private int tokenStatus = 200;
    private int status = 200;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/realms", exchange -> {
            byte[] body = "{\"access_token\":\"t\"}".getBytes(UTF_8);
            exchange.sendResponseHeaders(tokenStatus, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/admin", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource({"500,true", "502,true", "503,true", "408,true", "429,true", "400,false", "403,false", "404,false"})
    void mayAnswerLaterOrNever(int answered, boolean mayPass) {
        status = answered;

        assertThatThrownBy(this::post)
                .isInstanceOf(RefusedException.class)
                .satisfies(e -> assertThat(e instanceof UnavailableException).isEqualTo(mayPass));
    }

    @ParameterizedTest
    @CsvSource({"503,true", "401,false"})
    void mayLetSomebodyInLaterOrNever(int answered, boolean mayPass) {
        tokenStatus = answered;

        assertThatThrownBy(this::post)
                .isInstanceOf(RefusedException.class)
                .satisfies(e -> assertThat(e instanceof UnavailableException).isEqualTo(mayPass));
    }

    @Test
    void mayNotListen() {
        Realm realm = realm();
        server.stop(0);

        assertThatThrownBy(() -> post(realm)).isInstanceOf(UnavailableException.class);
    }

    private void post() {
        post(realm());
    }

    private static void post(Realm realm) {
        realm.post("/firstbell/placeholders", JsonNodeFactory.instance.objectNode());
    }

    private Realm realm() {
        URI uri = URI.create("http://localhost:" + server.getAddress().getPort());
        return new Realm(uri, "school", new AdminToken(uri, "master", Map.of("a", "b"), InstantSource.system()));
    }
}
