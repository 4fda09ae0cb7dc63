package org.firstbell.e2e.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether kubectl understands deploy/kubernetes and the guide to it. Needs its command line, and no cluster. */
final class KubectlTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    private Path overlay;

    @BeforeAll
    static void requireKubectl() throws InterruptedException {
        assumeTrue(isThere(), "SKIPPED: no kubectl here, so deploy/kubernetes is not shown to it; install it");
    }

    @Test
    void anOverlayOfTheBaseTracesNothing() throws Exception {
        assertThat(build("")).contains("kind: Keycloak").doesNotContain("tracing-", "OTEL");
    }

    @Test
    void anOverlayWithTracesSendsThoseOfBothToACollector() throws Exception {
        String manifests = build("components: [" + fromOverlay("deploy/observability/kubernetes-traces") + "]\n");

        assertThat(manifests.split("http://collector.school.example:4317", -1)).hasSize(3);
        assertThat(manifests).contains("port: 4317").contains("port: 5432");
    }

    @Test
    void theGuideCreatesSecrets() throws Exception {
        List<String> commands = Files.readString(ROOT.resolve("docs/school-it/kubernetes.md"))
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("kubectl ") && line.contains(" create secret generic "))
                .toList();

        assertThat(commands).isNotEmpty();
        for (String command : commands) {
            List<String> line = new ArrayList<>(List.of(command.split(" ", -1)));
            line.addAll(List.of("--dry-run=client", "--output=name"));
            assertThat(run(line)).startsWith("secret/");
        }
    }

    /** The manifests of an overlay that a school would make. */
    private String build(String further) throws Exception {
        Files.writeString(
                overlay.resolve("kustomization.yaml"),
                "resources: [" + fromOverlay("deploy/kubernetes") + "]\n" + further);
        return run(List.of("kubectl", "kustomize", overlay.toString()));
    }

    private String fromOverlay(String directory) throws IOException {
        return overlay.toRealPath().relativize(ROOT.resolve(directory)).toString();
    }

    private static boolean isThere() throws InterruptedException {
        try {
            return new ProcessBuilder("kubectl", "version", "--client")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noKubectl) {
            return false;
        }
    }

    private static String run(List<String> line) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as("%s: %s", line, output).isZero();
        return output;
    }
}
