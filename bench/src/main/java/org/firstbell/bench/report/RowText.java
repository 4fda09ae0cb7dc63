package org.firstbell.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.firstbell.bench.Figure;
import org.firstbell.bench.Goal;
import org.firstbell.bench.PowerLaw;
import org.firstbell.bench.Row;
import org.firstbell.bench.Scale;
import org.firstbell.bench.Series;
import org.firstbell.bench.Spread;
import org.firstbell.bench.StraightLine;

/** A row in Markdown: ratios first, then times, growth, and the plot. */
record RowText(Row row) {

    /** Three cells: what was measured, the goal, and whether it was met. */
    static String cells(Goal goal) {
        String sign = goal.direction() == Goal.Direction.AT_MOST ? "≤" : "≥";
        return goal.text() + " | " + amount(goal.value(), goal.unit()) + " | " + sign + " "
                + amount(goal.bound(), goal.unit()) + ", " + (goal.isMet() ? "met" : "**missed**");
    }

    private static String amount(double value, String unit) {
        return Figure.of(value) + (unit.isEmpty() ? " ×" : " " + unit);
    }

    /** On what, with what. */
    static String machine(Row row) {
        String software = row.software().entrySet().stream()
                .map(it -> ", " + it.getKey() + " " + it.getValue())
                .collect(Collectors.joining());
        return "%s, %d cores, %d GB, %s, %s%s"
                .formatted(
                        row.machine().processor(),
                        row.machine().cores(),
                        row.machine().memoryGigabytes(),
                        row.machine().system(),
                        row.machine().java(),
                        software);
    }

    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        lines.add("");
        if (row.scale() == Scale.QUICK) {
            lines.add("**Measured in small only, to see that measuring works: these figures tell nothing.**");
            lines.add("");
        }
        if (!row.goals().isEmpty()) {
            lines.add("| ratio or bound | measured | goal |");
            lines.add("| --- | --- | --- |");
            row.goals().forEach(goal -> lines.add("| " + cells(goal) + " |"));
            lines.add("");
        }
        lines.addAll(times());
        growth().forEach(sentence -> lines.add("- " + sentence));
        row.notes().forEach(note -> lines.add("- " + note));
        lines.add("- Measured on " + row.measuredOn() + ": " + machine(row)
                + ". Every value is in [the data](performance/" + row.id() + ".json).");
        lines.add("");
        lines.add("<picture>");
        lines.add("  <source media=\"(prefers-color-scheme: dark)\" srcset=\"performance/" + row.id() + "-dark.svg\">");
        lines.add("  <img alt=\"" + row.title() + "\" src=\"performance/" + row.id() + "-light.svg\">");
        lines.add("</picture>");
        lines.add("");
        return String.join("\n", lines) + "\n";
    }

    private List<String> times() {
        // A size that may be 0 is no work, but what surrounds it.
        boolean rates = row.unit().isTime()
                && !row.counted().isEmpty()
                && row.series().stream().allMatch(it -> it.size() > 0);
        List<String> lines = new ArrayList<>();
        String count = row.counted().isEmpty() ? "" : " " + row.counted() + " |";
        lines.add("| |" + count + " median | quartiles | p99 | times |" + (rates ? " " + row.counted() + "/s |" : ""));
        lines.add("| --- |" + (count.isEmpty() ? "" : " ---: |") + " ---: | ---: | ---: | ---: |"
                + (rates ? " ---: |" : ""));
        for (Series series : row.series()) {
            Spread spread = series.spread();
            String unit = " " + row.unit().symbol();
            lines.add("| " + series.contender() + " |"
                    + (count.isEmpty() ? "" : " " + Figure.of(series.size()) + " |")
                    + " " + Figure.of(spread.median()) + unit + " | "
                    + Figure.of(spread.lowerQuartile()) + " to " + Figure.of(spread.upperQuartile()) + " | "
                    + Figure.of(spread.p99()) + " | " + Figure.of((long) spread.count()) + " |"
                    + (rates ? " " + Figure.of(row.unit().rate(series.size(), spread.median())) + " |" : ""));
        }
        lines.add("");
        return lines;
    }

    private List<String> growth() {
        List<String> sentences = new ArrayList<>();
        for (String contender : row.contenders()) {
            List<Series> sizes = row.of(contender);
            if (sizes.stream().mapToLong(Series::size).distinct().count() < 2) {
                continue;
            }
            if (sizes.stream().allMatch(it -> it.size() > 0)) {
                PowerLaw growth = PowerLaw.of(sizes);
                sentences.add(String.format(
                        Locale.ROOT,
                        "%s grows with %s as n^%.2f (r² %.3f).",
                        contender,
                        row.counted(),
                        growth.exponent(),
                        growth.determination()));
            } else {
                StraightLine growth = StraightLine.of(sizes);
                sentences.add("%s: %s %s at zero, and %s %s more for each further million %s."
                        .formatted(
                                contender,
                                Figure.of(growth.atZero()),
                                row.unit().symbol(),
                                Figure.of(growth.slope() * 1_000_000),
                                row.unit().symbol(),
                                row.counted()));
            }
        }
        return sentences;
    }
}
