package org.firstbell.e2e.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether Docker Compose understands compose.yaml. Needs its command line, and nothing that runs. */
final class ComposeConfigTest {

    private static final Path ROOT = Path.of("..");

    @TempDir
    private Path directory;

    @BeforeAll
    static void requireCompose() throws InterruptedException {
        assumeTrue(isThere(), "SKIPPED: no Docker Compose here, so compose.yaml is not shown to it; install it");
    }

    @Test
    void takesItOnceTheExampleIsFilledIn() throws Exception {
        String filled = Files.readString(ROOT.resolve(".env.example")).replaceAll("(?m)=$", "=value");

        Result result = config(filled);

        assertThat(result.output()).isEmpty();
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void saysWhatTheExampleLacks() throws Exception {
        Result result = config(Files.readString(ROOT.resolve(".env.example")));

        assertThat(result.exitCode()).isNotZero();
        assertThat(result.output()).contains("is missing a value: set it in .env, see .env.example");
    }

    private Result config(String environment) throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("env"), environment);
        return run(
                "docker",
                "compose",
                "--file",
                ROOT.resolve("compose.yaml").toString(),
                "--env-file",
                file.toString(),
                "--profile",
                "demo",
                "config",
                "--quiet");
    }

    private static boolean isThere() throws InterruptedException {
        try {
            return run("docker", "compose", "version").exitCode() == 0;
        } catch (IOException noDocker) {
            return false;
        }
    }

    private static Result run(String... line) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Result(process.waitFor(), output);
    }

    private record Result(int exitCode, String output) {}
}
