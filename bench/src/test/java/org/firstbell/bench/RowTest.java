package org.firstbell.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowTest {

    @TempDir
    Path directory;

    @Test
    void comesBackAsItWasWritten() {
        Row row = row("attach", new Series("ours", 10, List.of(1.5, 2.5)));

        row.writeTo(directory);

        assertThat(Row.read(directory.resolve("attach.json"))).isEqualTo(row);
    }

    @Test
    void growsWhereOneContenderHasWorkOfTwoSizes() {
        Series ours = new Series("ours", 10, List.of(1.0));

        assertThat(row("attach", ours, new Series("ours", 100, List.of(2.0))).grows())
                .isTrue();
        assertThat(row("attach", ours, new Series("theirs", 100, List.of(2.0))).grows())
                .isFalse();
    }

    @Test
    void tellsOfAContendersWorkFromSmallToLarge() {
        Series large = new Series("ours", 1_000, List.of(5.0));
        Series small = new Series("ours", 10, List.of(1.0));

        assertThat(row("attach", large, new Series("theirs", 1, List.of(2.0)), small)
                        .of("ours"))
                .containsExactly(small, large);
    }

    @Test
    void hasAnIdThatIsAFileName() {
        assertThatIllegalArgumentException().isThrownBy(() -> row("../attach"));
    }

    @Test
    void saysNeitherHostNorPathOfTheMachine() {
        Machine machine = Machine.thisOne();

        assertThat(machine.toString()).doesNotContain("/");
        assertThat(machine.cores()).isPositive();
        assertThat(machine.memoryGigabytes()).isPositive();
    }

    private static Row row(String id, Series... series) {
        return new Row(
                id,
                "Attach",
                Unit.MILLISECONDS,
                "grants",
                List.of(series),
                List.of(Goal.ratioAtLeast(1, "row by row / ours", 2)),
                List.of("One sentence."),
                new Machine("A processor", 2, 8, "Linux amd64", "Java 17"),
                Map.of("PostgreSQL", "18"),
                "2026-11-22",
                Scale.FULL);
    }
}
