package org.firstbell.e2e.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether Docker Compose understands compose.yaml and what goes over it. Needs its command line, and nothing that runs. */
final class ComposeConfigTest {

    private static final Path ROOT = Path.of("..");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    @BeforeAll
    static void requireCompose() throws InterruptedException {
        assumeTrue(isThere(), "SKIPPED: no Docker Compose here, so compose.yaml is not shown to it; install it");
    }

    @Test
    void takesItOnceTheExampleIsFilledIn() throws Exception {
        Result result = config(filledIn(), "--quiet");

        assertThat(result.output()).isEmpty();
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void saysWhatTheExampleLacks() throws Exception {
        Result result = config(Files.readString(ROOT.resolve(".env.example")), "--quiet");

        assertThat(result.exitCode()).isNotZero();
        assertThat(result.output()).contains("is missing a value: set it in .env, see .env.example");
    }

    @Test
    void putsTheTracesOverItAsTheGuideSays() throws Exception {
        Result result = config(filledIn() + """
                TRACES_ENDPOINT=http://collector:4317
                TRACES_RATIO=0.5
                %s
                """.formatted(filesOfTheGuide()), "--format=json");

        assertThat(result.exitCode()).as(result.output()).isZero();
        JsonNode services = JSON.readTree(result.output()).required("services");
        assertThat(services.at("/keycloak/environment/KC_TRACING_ENDPOINT").textValue())
                .isEqualTo("http://collector:4317");
        assertThat(services.at("/keycloak/environment/KC_DB_USERNAME").textValue())
                .isEqualTo("keycloak");
        assertThat(services.at("/lms-api/environment/QUARKUS_OTEL_TRACES_SAMPLER_ARG")
                        .textValue())
                .isEqualTo("0.5");
    }

    private static String filledIn() throws IOException {
        return Files.readString(ROOT.resolve(".env.example")).replaceAll("(?m)=$", "=value");
    }

    /** A line for {@code .env}. */
    private static String filesOfTheGuide() throws IOException {
        Matcher setting = Pattern.compile("`(COMPOSE_FILE=[^`]+)`")
                .matcher(Files.readString(ROOT.resolve("docs/school-it/observability.md")));
        assertThat(setting.find()).isTrue();
        return setting.group(1);
    }

    private Result config(String environment, String option) throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("env"), environment);
        return run("docker", "compose", "--env-file", file.toString(), "--profile", "demo", "config", option);
    }

    private static boolean isThere() throws InterruptedException {
        try {
            return run("docker", "compose", "version").exitCode() == 0;
        } catch (IOException noDocker) {
            return false;
        }
    }

    private static Result run(String... line) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(line).directory(ROOT.toFile()).redirectErrorStream(true);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Result(process.waitFor(), output);
    }

    private record Result(int exitCode, String output) {}
}
