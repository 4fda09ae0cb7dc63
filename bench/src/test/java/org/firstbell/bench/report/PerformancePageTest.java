package org.firstbell.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.firstbell.bench.Machine;
import org.firstbell.bench.Row;
import org.firstbell.bench.Scale;
import org.firstbell.bench.Series;
import org.firstbell.bench.Unit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PerformancePageTest {

    private static final String EMPTY = """
        Words.
        <!-- row: attach -->
        <!-- end -->
        <!-- row: bulk -->
        <!-- end -->
        """;

    @TempDir
    Path root;

    @BeforeEach
    void thereIsAPage() throws IOException {
        Files.createDirectories(root.resolve("docs"));
        Files.writeString(page(), EMPTY);
    }

    @Test
    void keepsWhatWasMeasuredInSmallOutOfTheDocuments() throws IOException {
        row("attach", 12, Scale.QUICK).writeTo(results("lms-api"));

        new PerformancePage(root).write();

        assertThat(page()).hasContent(EMPTY);
        assertThat(root.resolve("docs/performance")).doesNotExist();
        assertThat(root.resolve("target/performance/performance.md")).content().contains("12.0 ms");
    }

    @Test
    void gathersTheRowsOfAllModulesWithTheirDataAndPlots() {
        row("attach", 12, Scale.FULL).writeTo(results("lms-api"));
        row("bulk", 34, Scale.FULL).writeTo(results("e2e"));

        new PerformancePage(root).write();

        assertThat(page()).content().contains("12.0 ms", "34.0 ms");
        assertThat(root.resolve("docs/performance"))
                .isDirectoryContaining("glob:**/attach.json")
                .isDirectoryContaining("glob:**/attach-light.svg")
                .isDirectoryContaining("glob:**/bulk-dark.svg");
    }

    @Test
    void keepsTheRowsOfAnEarlierRun() throws IOException {
        row("attach", 12, Scale.FULL).writeTo(results("lms-api"));
        new PerformancePage(root).write();
        Files.delete(results("lms-api").resolve("attach.json"));
        row("bulk", 34, Scale.FULL).writeTo(results("e2e"));

        new PerformancePage(root).write();

        assertThat(page()).content().contains("12.0 ms", "34.0 ms");
    }

    private Path page() {
        return root.resolve("docs/performance.md");
    }

    private Path results(String module) {
        return root.resolve(module).resolve("target").resolve("bench");
    }

    private static Row row(String id, double value, Scale scale) {
        return new Row(
                id,
                "Row " + id,
                Unit.MILLISECONDS,
                "",
                List.of(new Series("ours", 1, List.of(value))),
                List.of(),
                List.of(),
                new Machine("A processor", 2, 8, "Linux amd64", "Java 17"),
                Map.of(),
                "2026-11-22",
                scale);
    }
}
