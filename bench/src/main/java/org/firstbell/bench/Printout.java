package org.firstbell.bench;

import java.util.stream.Collectors;

/** A row, for whoever watches the measuring. */
record Printout(Row row) {

    @Override
    public String toString() {
        String series = row.series().stream().map(this::line).collect(Collectors.joining("\n"));
        String goals = row.goals().stream()
                .map(it -> "  %s: %s%s, %s"
                        .formatted(it.text(), Figure.of(it.value()), it.unit(), it.isMet() ? "met" : "missed"))
                .collect(Collectors.joining("\n"));
        return row.title() + "\n" + series + "\n" + goals;
    }

    private String line(Series series) {
        Spread spread = series.spread();
        String work = row.counted().isEmpty() ? "" : ", " + Figure.of(series.size()) + " " + row.counted();
        return "  %s%s: median %s %s (%s to %s, %d times)"
                .formatted(
                        series.contender(),
                        work,
                        Figure.of(spread.median()),
                        row.unit().symbol(),
                        Figure.of(spread.lowerQuartile()),
                        Figure.of(spread.upperQuartile()),
                        spread.count());
    }
}
