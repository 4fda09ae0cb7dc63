package org.firstbell.e2e.delivery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.firstbell.e2e.client.Patience;
import org.firstbell.e2e.delivery.ScriptedReceiver.Push;
import org.firstbell.e2e.story.EndToEnd;
import org.firstbell.e2e.system.Checkout;
import org.firstbell.e2e.system.FirstbellSystem;
import org.firstbell.e2e.system.LocalPort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The receivers of the LMS developers' guide, run as it says. */
@EndToEnd
final class ReceiverExamplesIT {

    private static final Path DIRECTORY =
            Checkout.fromSystemProperties().root().resolve("docs/lms-developers/receivers");
    private static final Patience PATIENCE = Patience.of(Duration.ofSeconds(60));
    private static final String CLIENT = "my-lms";

    private final FirstbellSystem system;
    private final TellingRealm realm;
    private final LocalPort port = LocalPort.free();
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path scratch;

    ReceiverExamplesIT(FirstbellSystem system) {
        this.system = system;
        realm = new TellingRealm(system.admin());
    }

    @BeforeEach
    void tell() {
        realm.tell(CLIENT, port.uri().resolve("/events"));
    }

    @AfterEach
    void close() {
        realm.close();
    }

    @Test
    void inPythonTakesEventsOnceAndRefusesWhatIsNone() throws Exception {
        Optional<String> python = List.of("python3", "/usr/bin/python3").stream()
                .filter(it -> succeeds(it, "-c", "import jwt, cryptography"))
                .findFirst();
        assumeTrue(python.isPresent(), "SKIPPED: no Python with PyJWT and cryptography here");

        takesEventsOnceAndRefusesWhatIsNone(python.get(), "receiver.py");
    }

    @Test
    void inNodeTakesEventsOnceAndRefusesWhatIsNone() throws Exception {
        assumeTrue(
                succeeds("node", "--version") && Files.isDirectory(DIRECTORY.resolve("node_modules/jose")),
                "SKIPPED: no Node with jose here; run \"npm ci\" in docs/lms-developers/receivers");

        takesEventsOnceAndRefusesWhatIsNone("node", "receiver.mjs");
    }

    private void takesEventsOnceAndRefusesWhatIsNone(String interpreter, String program)
            throws IOException, InterruptedException {
        assertThat(Files.readAllLines(DIRECTORY.resolve(program))).hasSizeLessThanOrEqualTo(40);
        Path memory = scratch.resolve("events");
        Process process = start(
                interpreter,
                DIRECTORY.resolve(program).toString(),
                system.keycloak().realm(realm.name()).toString(),
                CLIENT,
                port.toString(),
                memory.toString());
        try {
            String user = realm.somebody();
            realm.touch(user);
            realm.await("delivered", 1);
            assertThat(Files.readString(memory, ISO_8859_1)).contains(user);

            String token = tokenForThemAndFor("another-lms");
            assertThat(post(token)).isEqualTo("400 invalid_audience");
            assertThat(post("no.token")).isEqualTo("400 invalid_request");
            assertThat(post(token.substring(0, token.lastIndexOf('.')) + ".AAAA"))
                    .startsWith("400 ");
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** Has both told, and keeps what the other one gets. */
    private String tokenForThemAndFor(String other) {
        try (ScriptedReceiver receiver = new ScriptedReceiver()) {
            realm.tell(other, receiver.uri());
            realm.touch(realm.somebody());
            Push push = receiver.await(1).get(0);
            realm.await("delivered", 3);
            return push.token();
        }
    }

    /** Status, and error code if there is one. */
    private String post(String token) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(port.uri() + "/events"))
                .header("Content-Type", "application/secevent+jwt")
                .POST(BodyPublishers.ofString(token))
                .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString(UTF_8));
        return answer.statusCode() + " " + answer.body().replaceFirst(".*\"err\": ?\"([a-z_]+)\".*", "$1");
    }

    private Process start(String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(scratch.resolve("output").toFile())
                .start();
        PATIENCE.await("the receiver to listen", () -> {
            assertThat(process.isAlive()).isTrue();
            return Optional.of(port).filter(it -> answers());
        });
        return process;
    }

    private boolean answers() {
        try {
            post("");
            return true;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean succeeds(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException notInstalled) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
