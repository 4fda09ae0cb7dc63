package org.firstbell.e2e.run;

import java.io.UncheckedIOException;
import java.net.URI;
import org.firstbell.e2e.client.KeycloakAdmin;
import org.firstbell.e2e.client.UnmetExpectationException;
import org.firstbell.e2e.system.CannotRunException;

/**
 * {@code ./mvnw -Pplay}: plays the main job through on a demo that serves already, such as that of {@code compose.yaml}.
 *
 * <p>System properties {@code keycloak.url} and {@code lms.url} say where; the environment variable {@code
 * KEYCLOAK_ADMIN_PASSWORD} is the password of Keycloak's administrator {@code admin}. Whatever does not come out right
 * ends it with exit code 1 and a sentence that says why.
 */
public final class PlayCommand {

    private static final String PASSWORD = "KEYCLOAK_ADMIN_PASSWORD";

    private PlayCommand() {}

    public static void main(String[] arguments) {
        try {
            play();
        } catch (CannotRunException | UnmetExpectationException | UncheckedIOException e) {
            System.out.flush();
            System.err.println("\nFirstbell: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void play() {
        URI keycloak = url("keycloak.url");
        URI lms = url("lms.url");
        String password = System.getenv(PASSWORD);
        if (password == null || password.isEmpty()) {
            throw new CannotRunException("The environment variable " + PASSWORD
                    + " is missing: the password of Keycloak's administrator admin, to look at the accounts with.");
        }
        System.out.println("\nThe main job at " + lms + ": access that waits for somebody who has never signed in.\n");
        KeycloakAdmin admin = new KeycloakAdmin(keycloak, "admin", password);
        new MainJob(keycloak.resolve("/realms/school"), lms, admin, new Steps(System.out)).play();
        System.out.println("\nThe main job came out right.");
    }

    private static URI url(String property) {
        String text = System.getProperty(property, "");
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new CannotRunException("-D" + property + "=" + text + " is no URL.", e);
        }
    }
}
