package org.firstbell.e2e.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.firstbell.e2e.guide.Guide.Step;
import org.firstbell.e2e.guide.Shell.Printed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class GuideTest {

    @TempDir
    private Path directory;

    @Test
    void consistsOfItsCommandsAndWhatTheyPrint() throws Exception {
        Path file = Files.writeString(directory.resolve("guide.md"), """
                Text with `sh` in it, with `kc.sh`, and `kc.sh build`.

                ```sh
                echo one
                ```

                ```json
                {"no": "command"}
                ```

                1. In a list:

                   ```sh
                   echo two
                       echo indented
                   ```

                It prints

                ```text
                two
                ```

                   ```bash
                   echo three
                   ```

                ```
                echo four
                ```
                """);

        assertThat(Guide.read(file))
                .isEqualTo(new Guide(
                        "guide.md",
                        List.of(
                                new Step("echo one\n", List.of()),
                                new Step("echo two\n    echo indented\n", List.of("two"))),
                        List.of("echo three", "kc.sh build"),
                        List.of("echo four")));
    }

    @Test
    void missesLinesThatAreNotPrintedInTheirOrder() {
        Step step = new Step("", List.of("{\"due\":0,…\"dead\":1}", "the end"));

        assertThat(step.missingFrom("{\"due\":0,\"leased\":2,\"dead\":1}\nthe end\n"))
                .isEmpty();
        assertThat(step.missingFrom("the end\n{\"due\":0,\"leased\":2,\"dead\":1}"))
                .containsExactly("the end");
        assertThat(step.missingFrom("{\"due\":0,\"leased\":2,\"dead\":2}\nthe end\n"))
                .containsExactly("{\"due\":0,…\"dead\":1}");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aShellKeepsWhatIsSetAndEndsWithTheFirstFailure() {
        try (Shell shell = new Shell(directory, Map.of("GIVEN", "g"))) {
            assertThat(shell.run("SET=s\n")).isEqualTo(new Printed("", true));
            assertThat(shell.run("echo $GIVEN $SET\ncat\n")).isEqualTo(new Printed("g s\n", true));
            assertThat(shell.run("echo before\nfalse | true\necho after\n")).isEqualTo(new Printed("before\n", false));
        }
    }
}
