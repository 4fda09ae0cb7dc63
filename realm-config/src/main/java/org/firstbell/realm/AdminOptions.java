package org.firstbell.realm;

import java.io.Console;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which realm of which Keycloak, and as whom. Secrets are never options: other users of a machine can read those. */
final class AdminOptions {

    @Option(
            names = "--server",
            required = true,
            paramLabel = "<url>",
            description = "Keycloak's address, such as https://login.school.example")
    private URI server;

    @Option(names = "--realm", required = true, description = "The school's realm")
    private String realm;

    @Option(
            names = "--admin-realm",
            defaultValue = "master",
            description = "The realm that the administrator belongs to (${DEFAULT-VALUE})")
    private String adminRealm;

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Who who;

    static final class Who {

        @Option(
                names = "--user",
                description = "An administrator; the password is taken from FIRSTBELL_ADMIN_PASSWORD, or asked for")
        private String user;

        @Option(
                names = "--client",
                description = "A service account; the secret is taken from FIRSTBELL_ADMIN_CLIENT_SECRET, or asked for")
        private String client;
    }

    Realm realm() {
        Map<String, String> grant = who.client == null
                ? Map.of(
                        "grant_type",
                        "password",
                        "client_id",
                        "admin-cli",
                        "username",
                        who.user,
                        "password",
                        secret("FIRSTBELL_ADMIN_PASSWORD"))
                : Map.of(
                        "grant_type",
                        "client_credentials",
                        "client_id",
                        who.client,
                        "client_secret",
                        secret("FIRSTBELL_ADMIN_CLIENT_SECRET"));
        return new Realm(server, realm, new AdminToken(server, adminRealm, grant, InstantSource.system()));
    }

    private static String secret(String variable) {
        return Optional.ofNullable(System.getenv(variable))
                .or(() -> Optional.ofNullable(System.console()).map(AdminOptions::ask))
                .orElseThrow(() -> new RefusedException(variable + " is not set, and there is no terminal to ask at"));
    }

    private static String ask(Console console) {
        char[] answer = console.readPassword("Password or secret: ");
        return answer == null ? "" : new String(answer);
    }
}
