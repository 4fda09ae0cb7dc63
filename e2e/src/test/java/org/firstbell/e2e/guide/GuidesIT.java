package org.firstbell.e2e.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.e2e.story.GoogleAccount.aGoogleAccount;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.firstbell.e2e.guide.Guide.Step;
import org.firstbell.e2e.guide.Shell.Printed;
import org.firstbell.e2e.story.EndToEnd;
import org.firstbell.e2e.story.GoogleAccount;
import org.firstbell.e2e.story.School;
import org.firstbell.e2e.system.Checkout;
import org.firstbell.e2e.system.KeycloakServer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Follows the guides for school IT: runs every block of {@code sh} in them, one after the other, in one shell per guide.
 *
 * <p>The servers that the guides take for an example are those of the tests. Maven is not run again: the jars are there.
 */
@EndToEnd
@ResourceLock(School.LOCK)
final class GuidesIT {

    private final School school;
    private final Path root = Checkout.fromSystemProperties().root();

    @TempDir
    private Path directory;

    GuidesIT(School school) {
        this.school = school;
    }

    @TestFactory
    Stream<DynamicTest> everyCommandDoesWhatTheGuideSays() throws IOException {
        for (String program : new String[] {"bash", "curl", "jq"}) {
            assumeTrue(Shell.has(program), "there is no " + program + " here");
        }
        prepareDirectory();
        try (Stream<Path> files = Files.list(root.resolve("docs/school-it"))) {
            return files
                    .filter(file -> file.toString().endsWith(".md"))
                    .map(Guide::read)
                    .filter(guide -> !guide.steps().isEmpty())
                    .sorted((one, other) -> one.name().compareTo(other.name()))
                    .map(guide -> DynamicTest.dynamicTest(guide.name(), () -> follow(guide)))
                    .toList()
                    .stream();
        }
    }

    private void follow(Guide guide) {
        try (Shell shell = new Shell(directory, environment())) {
            for (Step step : guide.steps()) {
                Printed printed = shell.run(here(step.commands()));
                assertThat(printed.succeeded())
                        .as("%s: %n%s%n%s", guide.name(), step.commands(), printed.text())
                        .isTrue();
                assertThat(new Step(
                                        step.commands(),
                                        step.prints().stream().map(this::here).toList())
                                .missingFrom(printed.text()))
                        .as("%s: %n%s%n%s", guide.name(), step.commands(), printed.text())
                        .isEmpty();
            }
        }
    }

    /** Example addresses stand for the servers of the tests. */
    private String here(String commands) {
        return commands.replace(
                        "https://login.school.example:9000",
                        school.system()
                                .keycloak()
                                .metrics()
                                .resolve("/")
                                .toString()
                                .replaceFirst("/$", ""))
                .replace(
                        "https://login.school.example",
                        school.system().keycloak().uri().toString())
                .replace(
                        "https://lms.school.example",
                        school.system().lms().uri().toString());
    }

    private Map<String, String> environment() {
        return Map.of(
                "FIRSTBELL_ADMIN_PASSWORD",
                KeycloakServer.ADMIN_PASSWORD,
                "JAVA_TOOL_OPTIONS",
                "-XX:TieredStopAtLevel=1",
                "PATH",
                Path.of(System.getProperty("java.home"), "bin") + ":" + System.getenv("PATH"));
    }

    /** As much of a checkout as the guides ask for, and the lists that they take for an example. */
    private void prepareDirectory() {
        GoogleAccount pupil = school.open(aGoogleAccount());
        try {
            Files.createSymbolicLink(directory.resolve("realm-config"), root.resolve("realm-config"));
            Files.createSymbolicLink(directory.resolve("provider"), root.resolve("provider"));
            Files.createSymbolicLink(directory.resolve("deploy"), root.resolve("deploy"));
            Path mvnw = Files.writeString(directory.resolve("mvnw"), "#!/bin/sh\n");
            assertThat(mvnw.toFile().setExecutable(true)).isTrue();
            Files.writeString(directory.resolve("users.csv"), """
                    First Name [Required],Last Name [Required],Email Address [Required],Status [READ ONLY]
                    Demo,Pupil,%s,Active
                    """.formatted(pupil.email()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
