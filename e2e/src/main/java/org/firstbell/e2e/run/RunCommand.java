package org.firstbell.e2e.run;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.firstbell.e2e.client.UnmetExpectationException;
import org.firstbell.e2e.system.CannotRunException;
import org.firstbell.e2e.system.Checkout;
import org.firstbell.e2e.system.FirstbellSystem;
import org.firstbell.e2e.system.LocalPort;
import org.firstbell.e2e.system.ThisMachine;

/**
 * {@code ./mvnw -Prun}: starts the whole system, plays the main job through on it, and serves until it is stopped.
 *
 * <p>System properties: {@code keycloak.port}, {@code lms.port}, {@code run.once}, which ends it after the main job, and
 * {@code run.logins} (60), how many first logins a rehearsal measures before it; 0 for no rehearsal.
 * Whatever does not come out right ends it with exit code 1 and a sentence that says why.
 */
public final class RunCommand {

    /** First logins of the rehearsal that are not measured. */
    private static final int WARM_UP = 20;

    private static final int LOGINS = 60;

    private final PrintStream out;

    private RunCommand(PrintStream out) {
        this.out = out;
    }

    /** Runs in Maven's own JVM, so that Ctrl-C reaches the shutdown hooks that stop the system. */
    public static void main(String[] arguments) {
        AtomicBoolean done = new AtomicBoolean();
        AtomicBoolean interrupted = new AtomicBoolean();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (!done.get()) {
                interrupted.set(true);
                System.out.println("\nStopping everything.");
            }
        }));
        try {
            new RunCommand(System.out).run();
            done.set(true);
        } catch (CannotRunException | UnmetExpectationException | UncheckedIOException e) {
            end(done, interrupted, () -> System.err.println("\nFirstbell: " + e.getMessage()));
        } catch (RuntimeException defect) {
            end(done, interrupted, defect::printStackTrace);
        }
    }

    /** Ends Maven too. What breaks because Ctrl-C ends the child processes together with us is no news. */
    private static void end(AtomicBoolean done, AtomicBoolean interrupted, Runnable explanation) {
        if (!interrupted.get()) {
            done.set(true);
            System.out.flush();
            explanation.run();
        }
        System.exit(1);
    }

    private void run() {
        LocalPort keycloakPort = port("keycloak.port", "Keycloak");
        LocalPort lmsPort = port("lms.port", "the LMS API");
        Checkout checkout = Checkout.fromSystemProperties();

        out.println("\nStarting the whole system. Keycloak is built with the provider whenever either is new.\n");
        try (FirstbellSystem system =
                FirstbellSystem.start(checkout, new ThisMachine(), "run", keycloakPort, lmsPort, this::tellReady)) {
            try {
                rehearse(system);
                out.println("\nThe main job: access that waits for somebody who has never signed in.\n");
                MainJob.on(system, new Steps(out)).play();
            } catch (RuntimeException e) {
                out.println("\nThe logs are in " + system.logs() + ".");
                throw e;
            }
            if (Boolean.getBoolean("run.once")) {
                out.println("\nThe main job came out right.");
            } else {
                tellWhatServes(system);
                serveUntilStopped();
            }
        }
    }

    private void rehearse(FirstbellSystem system) {
        int logins = Integer.getInteger("run.logins", LOGINS);
        if (logins > 0) {
            out.println("\nA rehearsal, with people who are gone again after it, so that all of it is warm.\n");
            out.println("  " + new Rehearsal(system).play(WARM_UP, logins));
        }
    }

    private void tellReady(String part, Duration took) {
        out.println(String.format(Locale.ROOT, "  %-18s %5.1f s", part, took.toMillis() / 1000.0));
    }

    private void tellWhatServes(FirstbellSystem system) {
        out.println("""

                Everything serves:

                  LMS         %1$s   (the People page; documentation of the API: %1$s/q/swagger-ui)
                  Keycloak    %2$s   (Admin Console: %2$s/admin, user admin)
                  Logs        %3$s

                Demo accounts, for which as for admin the password is firstbell:

                  teacher@school.example      teacher, with a password at the school
                  admin@school.example        administrator of the LMS, with a password at the school
                  newcomer@school.example     through Google; has just signed in for the first time
                  student1@school.example     through Google; has never signed in, nor have student2 to student5

                Ctrl-C stops it.""".formatted(system.lms().uri(), system.keycloak().uri(), system.logs()));
    }

    private static void serveUntilStopped() {
        try {
            Thread.currentThread().join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static LocalPort port(String property, String user) {
        String text = System.getProperty(property, "");
        try {
            LocalPort port = new LocalPort(Integer.parseInt(text));
            port.requireFree(user, property);
            return port;
        } catch (NumberFormatException e) {
            throw new CannotRunException("-D" + property + "=" + text + " is no port; ports go from 1 to 65535.", e);
        }
    }
}
