package org.firstbell.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.firstbell.bench.Machine;
import org.firstbell.bench.Row;
import org.firstbell.bench.Scale;
import org.firstbell.bench.Series;
import org.firstbell.bench.Unit;
import org.junit.jupiter.api.Test;

class PlotTest {

    private static final Row CURVES = row(
            new Series("ours", 1, List.of(1.0, 2.0)),
            new Series("ours", 1_000, List.of(50.0, 60.0)),
            new Series("theirs", 1, List.of(1.0, 2.0)),
            new Series("theirs", 1_000, List.of(500.0, 600.0)));

    private static final Row BARS =
            row(new Series("ours", 1, List.of(1.0, 2.0)), new Series("theirs", 1, List.of(3.0, 4.0)));

    @Test
    void isTheSameEachTime() {
        assertThat(new Plot(CURVES).svg(Shade.LIGHT)).isEqualTo(new Plot(CURVES).svg(Shade.LIGHT));
    }

    @Test
    void drawsEachContenderInAColourOfItsOwn() {
        assertThat(new Plot(CURVES).svg(Shade.LIGHT)).contains("rgb(0,158,115)", "rgb(213,94,0)");
    }

    @Test
    void staysSmallEnoughToBeKept() {
        assertThat(new Plot(CURVES).svg(Shade.LIGHT)).hasSizeLessThan(60_000);
    }

    @Test
    void isDrawnInOneInkOnLightAndInAnotherOnDark() {
        assertThat(new Plot(BARS).svg(Shade.LIGHT)).isNotEqualTo(new Plot(BARS).svg(Shade.DARK));
    }

    @Test
    void drawsBarsOfErrorOnlyWhereTheirLengthIsTrue() {
        String near = new Plot(bars(List.of(1.0, 3.0), List.of(3.0, 5.0))).svg(Shade.LIGHT);
        String farApart = new Plot(bars(List.of(1.0, 3.0), List.of(100.0, 300.0))).svg(Shade.LIGHT);

        assertThat(near).isNotEqualTo(new Plot(bars(List.of(2.0), List.of(4.0))).svg(Shade.LIGHT));
        assertThat(farApart).isEqualTo(new Plot(bars(List.of(2.0), List.of(200.0))).svg(Shade.LIGHT));
    }

    @Test
    void drawsWhatBeginsAtZero() {
        Row fromZero = row(new Series("ours", 0, List.of(1.0)), new Series("ours", 1_000_000, List.of(2.0)));

        assertThat(new Plot(fromZero).svg(Shade.DARK)).contains("<svg");
    }

    private static Row bars(List<Double> ours, List<Double> theirs) {
        return row(new Series("ours", 1, ours), new Series("theirs", 1, theirs));
    }

    private static Row row(Series... series) {
        return new Row(
                "attach",
                "Attach",
                Unit.MILLISECONDS,
                "grants",
                List.of(series),
                List.of(),
                List.of(),
                new Machine("A processor", 2, 8, "Linux amd64", "Java 17"),
                Map.of(),
                "2026-11-22",
                Scale.FULL);
    }
}
