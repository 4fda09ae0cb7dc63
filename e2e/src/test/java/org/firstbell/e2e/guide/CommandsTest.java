package org.firstbell.e2e.guide;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whether each command of a guide is run by somebody. {@link GuidesIT} runs the blocks of {@code sh}; for a command anywhere
 * else it has to be said here, or to be seen in a workflow, who does.
 */
final class CommandsTest {

    private static final Path ROOT = Path.of("..");
    private static final Path RUN_AS_THEY_STAND = ROOT.resolve("docs/school-it");

    private static final String TESTS = "e2e/src/test/java/org/firstbell/e2e/";
    private static final String SYSTEM = "e2e/src/main/java/org/firstbell/e2e/system/";

    private static final String KUBECTL_TEST = TESTS + "deploy/KubectlTest.java";
    private static final String CREATE_SECRET = "kubectl -n firstbell create secret generic ";

    /** What does the same, on the way there that suits it. */
    private static final Map<String, String> RUN_BY = Map.ofEntries(
            Map.entry("./mvnw -Prun", TESTS + "run/MainJobIT.java"),
            Map.entry("./mvnw -Preproducible", TESTS + "build/ReproducibleBuild.java"),
            Map.entry("./mvnw -Pscreenshots", TESTS + "page/Screenshots.java"),
            Map.entry("pg_dump --format=custom", ".github/workflows/containers.yml"),
            Map.entry(
                    "./mvnw verify -pl lms-api -am -Dgrant.rounds=10000",
                    "lms-api/src/test/java/org/firstbell/lms/arrival/GrantRaceIT.java"),
            Map.entry("java @java.options -jar quarkus-run.jar", SYSTEM + "LmsServer.java"),
            Map.entry("java @archive.options -jar quarkus-run.jar", "lms-api/pom.xml"),
            Map.entry("bin/kc.sh build", SYSTEM + "KeycloakDistribution.java"),
            Map.entry("kc.sh start", SYSTEM + "KeycloakDistribution.java"),
            Map.entry("kc.sh start --import-realm", SYSTEM + "KeycloakDistribution.java"),
            Map.entry("kc.sh import --file", TESTS + "story/OfflineImportIT.java"),
            Map.entry(
                    "kc.sh build --tracing-enabled=true --tracing-jdbc-enabled=false",
                    SYSTEM + "KeycloakInstallation.java"),
            Map.entry(
                    "python3 receiver.py https://keycloak.example/realms/school my-lms 8081 events.db",
                    TESTS + "delivery/ReceiverExamplesIT.java"),
            Map.entry(
                    "npm ci && node receiver.mjs https://keycloak.example/realms/school my-lms 8081 events.log",
                    TESTS + "delivery/ReceiverExamplesIT.java"),
            Map.entry(
                    CREATE_SECRET + "keycloak-database --from-literal=username=keycloak --from-literal=password=...",
                    KUBECTL_TEST),
            Map.entry(
                    CREATE_SECRET + "lms-database --from-literal=username=lms --from-literal=password=...",
                    KUBECTL_TEST),
            Map.entry(CREATE_SECRET + "lms-api-client --from-literal=secret=...", KUBECTL_TEST));

    /** What nobody runs, and why. */
    private static final Map<String, String> RUN_BY_NOBODY = Map.ofEntries(
            Map.entry("./mvnw -Pbench", "measures, and that takes longer than a build may"),
            Map.entry("./mvnw -Psbom", "makes a file for those who ask for it"),
            Map.entry("./mvnw spotless:apply", "changes what is being built"),
            Map.entry("./mvnw package -pl provider -am", "is part of the build that runs this test"),
            Map.entry("docker compose logs --follow keycloak", "does not end"),
            Map.entry("git pull", "would change what is being tested"),
            Map.entry(
                    "docker compose exec postgres psql --username=postgres --command='\\password lms'",
                    "asks for a password"),
            Map.entry(
                    "kubectl -n firstbell create secret tls firstbell-tls --cert=... --key=...",
                    "there is no certificate"),
            Map.entry("kubectl apply -k <overlay>", "there is no cluster"));

    static Stream<Arguments> guides() throws IOException {
        return files().stream().map(file -> argumentSet(ROOT.relativize(file).toString(), file));
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> schoolIt = Files.list(RUN_AS_THEY_STAND);
                Stream<Path> developers = Files.list(ROOT.resolve("docs/lms-developers"))) {
            return Stream.of(
                            Stream.of(ROOT.resolve("README.md"), ROOT.resolve("realm-config/README.md")),
                            schoolIt,
                            developers)
                    .flatMap(files -> files)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("guides")
    void isRunOrKnownNotToBe(Path file) {
        Set<String> inWorkflows = commandsOfWorkflows();

        assertThat(Guide.read(file).elsewhere())
                .filteredOn(command -> !RUN_BY.containsKey(command) && !RUN_BY_NOBODY.containsKey(command))
                .filteredOn(command ->
                        inWorkflows.stream().noneMatch(run -> run.equals(command) || run.startsWith(command + " ")))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("guides")
    void isInABlockThatSaysWhetherItCanBeRunAsItStands(Path file) {
        Guide guide = Guide.read(file);

        assertThat(guide.unnamed()).isEmpty();
        if (!file.startsWith(RUN_AS_THEY_STAND)) {
            assertThat(guide.steps()).isEmpty();
        }
    }

    @Test
    void isInAGuide() throws IOException {
        Set<String> commands = guides().flatMap(guide -> Guide.read((Path) guide.get()[0]).elsewhere().stream())
                .collect(toSet());

        assertThat(commands).containsAll(RUN_BY.keySet()).containsAll(RUN_BY_NOBODY.keySet());
        assertThat(RUN_BY.values())
                .allSatisfy(file -> assertThat(ROOT.resolve(file)).exists());
    }

    /** The lines of all that a workflow or .ci/run has a shell do. */
    private static Set<String> commandsOfWorkflows() {
        try (Stream<Path> workflows = Files.list(ROOT.resolve(".github/workflows"))) {
            return Stream.concat(workflows, Stream.of(ROOT.resolve(".ci/run")))
                    .flatMap(file -> lines(file).stream())
                    .map(line -> line.strip().replaceFirst("^(- )?run: ", "").replace(" --batch-mode", ""))
                    .collect(toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
