package org.firstbell.bench;

import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A {@link Row} in the making. */
public final class Recording {

    private static final Path DIRECTORY = Path.of("target", "bench");

    private final String id;
    private final String title;
    private final Unit unit;
    private final String counted;
    private final List<Series> series = new ArrayList<>();
    private final List<Goal> goals = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Map<String, String> software = new TreeMap<>();

    /** Begins a row; see there for what the parameters are. */
    public Recording(String id, String title, Unit unit, String counted) {
        this.id = id;
        this.title = title;
        this.unit = unit;
        this.counted = counted;
    }

    public Recording add(Series measured) {
        series.add(measured);
        return this;
    }

    public Recording add(List<Series> measured) {
        series.addAll(measured);
        return this;
    }

    public Recording goal(Goal goal) {
        goals.add(goal);
        return this;
    }

    /** Adds a sentence, as {@code "One SQL statement."} */
    public Recording note(String sentence) {
        notes.add(sentence);
        return this;
    }

    /** Says which version of something took part. */
    public Recording with(String name, String version) {
        software.put(name, version);
        return this;
    }

    /**
     * The median of a contender for work of this size.
     *
     * @throws IllegalArgumentException if it has not been added
     */
    public double median(String contender, long size) {
        return series.stream()
                .filter(it -> it.contender().equals(contender) && it.size() == size)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(contender + " has done no work of size " + size))
                .median();
    }

    /** Ends the row: writes it to {@code target/bench/} of the module that measures, for the page, and prints it. */
    public void end() {
        Row row = new Row(
                id,
                title,
                unit,
                counted,
                series,
                goals,
                notes,
                Machine.thisOne(),
                software,
                LocalDate.now(Clock.systemUTC()).toString(),
                Scale.fromSystemProperties());
        row.writeTo(DIRECTORY);
        System.out.println(new Printout(row));
    }
}
