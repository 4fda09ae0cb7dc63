package org.firstbell.e2e.claim;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.firstbell.e2e.system.Checkout;
import org.firstbell.e2e.system.FirstbellSystem;
import org.firstbell.e2e.system.KeycloakServer;

/** {@code firstbell-realm.jar}, run as school IT runs it. */
final class RealmCommand {

    private final FirstbellSystem system;
    private final String realm;

    RealmCommand(FirstbellSystem system, String realm) {
        this.system = system;
        this.realm = realm;
    }

    /** What it wrote, and how it ended. */
    record Run(String out, String err, int exit) {}

    /** Runs a command for Keycloak's administrator. */
    Run run(String command, List<String> options) {
        return run(
                command,
                List.of("--user", KeycloakServer.ADMIN_USER),
                Map.of("FIRSTBELL_ADMIN_PASSWORD", KeycloakServer.ADMIN_PASSWORD),
                options);
    }

    /** Runs a command for a service account of the realm. */
    Run runAsClient(String clientId, String secret, String command, List<String> options) {
        return run(
                command,
                List.of("--admin-realm", realm, "--client", clientId),
                Map.of("FIRSTBELL_ADMIN_CLIENT_SECRET", secret),
                options);
    }

    private Run run(String command, List<String> who, Map<String, String> secrets, List<String> options) {
        List<String> line = new ArrayList<>(
                List.of(command, "--server", system.keycloak().uri().toString(), "--realm", realm));
        line.addAll(who);
        line.addAll(options);
        return execute(line, secrets);
    }

    /** Runs a command that asks no server. */
    static Run execute(List<String> arguments, Map<String, String> environment) {
        Path jar = Checkout.fromSystemProperties().root().resolve("realm-config/target/firstbell-realm.jar");
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                jar.toString()));
        line.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            return new Run(text(process.getInputStream()), text(process.getErrorStream()), process.waitFor());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String text(InputStream stream) throws IOException {
        return new String(stream.readAllBytes(), UTF_8);
    }
}
