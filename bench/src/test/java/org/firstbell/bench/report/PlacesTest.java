package org.firstbell.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.firstbell.bench.Goal;
import org.firstbell.bench.Machine;
import org.firstbell.bench.Row;
import org.firstbell.bench.Scale;
import org.firstbell.bench.Series;
import org.firstbell.bench.Unit;
import org.junit.jupiter.api.Test;

class PlacesTest {

    private static final String PAGE = """
        # Performance
        <!-- goals -->
        <!-- end -->
        Attaching is bound by the database.
        <!-- row: attach -->
        as it was
        <!-- end -->
        Bulk: $1 and \\ are just words.
        <!-- row: bulk -->
        as it was, too
        <!-- end -->
        """;

    @Test
    void leavesTheWordsAsTheyAre() {
        String page = new Places(PAGE).fill(List.of(row("attach", 2)));

        assertThat(page)
                .contains("Attaching is bound by the database.\n<!-- row: attach -->\n")
                .contains("<!-- end -->\nBulk: $1 and \\ are just words.\n");
    }

    @Test
    void fillsThePlacesOfWhatWasMeasured() {
        String page = new Places(PAGE).fill(List.of(row("attach", 2)));

        assertThat(page)
                .contains("| ours | 10 | 1.00 ms | 1.00 to 1.00 | 1.00 | 1 | 10,000 |")
                .doesNotContain("as it was\n");
    }

    @Test
    void keepsWhatWasNotMeasuredThisTime() {
        assertThat(new Places(PAGE).fill(List.of(row("attach", 2)))).contains("as it was, too");
    }

    @Test
    void canBeFilledAgain() {
        Places once = new Places(new Places(PAGE).fill(List.of(row("attach", 2), row("bulk", 2))));

        assertThat(once.fill(List.of(row("attach", 2), row("bulk", 2)))).isEqualTo(once.page());
    }

    @Test
    void saysWhichGoalsWereMetAndWhichMissed() {
        String page = new Places(PAGE).fill(List.of(row("bulk", 0.5), row("attach", 2)));

        assertThat(page).contains("""
            | work | measured | goal |
            | --- | --- | --- |
            | Row attach: theirs / ours | 2.00 × | ≥ 1.00 ×, met |
            | Row bulk: theirs / ours | 0.500 × | ≥ 1.00 ×, **missed** |
            """);
    }

    @Test
    void losesNoRow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Places(PAGE).fill(List.of(row("unknown", 2))))
                .withMessageContaining("unknown");
    }

    private static Row row(String id, double ratio) {
        return new Row(
                id,
                "Row " + id,
                Unit.MILLISECONDS,
                "grants",
                List.of(new Series("ours", 10, List.of(1.0)), new Series("theirs", 10, List.of(ratio))),
                List.of(Goal.ratioAtLeast(1, "theirs / ours", ratio)),
                List.of(),
                new Machine("A processor", 2, 8, "Linux amd64", "Java 17"),
                Map.of(),
                "2026-11-22",
                Scale.FULL);
    }
}
