package org.firstbell.bench;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One piece of work, measured: what each contender took for it, and what had been wanted.
 *
 * @param id in lower case with hyphens; names its file, and its place on the page
 * @param counted what the sizes of the work count, in the plural; empty if all work is of one size
 * @param series grouped by contender, ours first
 * @param notes sentences on what was measured besides
 * @param software versions of what took part, by name
 * @param measuredOn date, ISO 8601, in UTC
 */
public record Row(
        String id,
        String title,
        Unit unit,
        String counted,
        List<Series> series,
        List<Goal> goals,
        List<String> notes,
        Machine machine,
        Map<String, String> software,
        String measuredOn,
        Scale scale) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public Row {
        if (!id.matches("[a-z0-9-]+")) {
            throw new IllegalArgumentException("a row is not to be called " + id);
        }
        series = List.copyOf(series);
        goals = List.copyOf(goals);
        notes = List.copyOf(notes);
    }

    /** The contenders, in the order in which they appear. */
    public Set<String> contenders() {
        Set<String> contenders = new LinkedHashSet<>();
        series.forEach(it -> contenders.add(it.contender()));
        return contenders;
    }

    /** All series of a contender, that of the smallest work first. */
    public List<Series> of(String contender) {
        return series.stream()
                .filter(it -> it.contender().equals(contender))
                .sorted(Comparator.comparingLong(Series::size))
                .toList();
    }

    /** Whether some contender has done work of different sizes. */
    public boolean grows() {
        return contenders().stream()
                .anyMatch(
                        it -> of(it).stream().mapToLong(Series::size).distinct().count() > 1);
    }

    /** Reads what {@link #writeTo} has written. */
    public static Row read(Path file) {
        try {
            return JSON.readValue(file.toFile(), Row.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes {@code <id>.json} into the directory, which is made if need be. */
    public void writeTo(Path directory) {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
        try {
            Files.createDirectories(directory);
            Files.writeString(
                    directory.resolve(id + ".json"), JSON.writer(printer).writeValueAsString(this) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
