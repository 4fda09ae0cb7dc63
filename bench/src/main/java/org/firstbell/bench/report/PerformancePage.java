package org.firstbell.bench.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.firstbell.bench.Row;
import org.firstbell.bench.Scale;

/**
 * Writes {@code docs/performance.md}, with the data and a plot of each row in {@code docs/performance/}.
 *
 * <p>The page itself says in which order rows come, and what there is to say about each: only what stands between a
 * {@code <!-- row: id -->} (or {@code <!-- goals -->}, {@code <!-- machines -->}) and the next {@code <!-- end -->} is
 * replaced. Rows that were not measured this time stay as they are.
 *
 * <p>What was measured in less than full is kept out of {@code docs/}: all of the page, with that, is written to
 * {@code target/performance/} as well.
 */
public final class PerformancePage {

    private final Path root;

    PerformancePage(Path root) {
        this.root = root;
    }

    /**
     * Writes the page.
     *
     * @param arguments the project's root directory
     */
    public static void main(String[] arguments) {
        new PerformancePage(Path.of(arguments[0]).toAbsolutePath().normalize()).write();
    }

    void write() {
        Path docs = root.resolve("docs");
        List<Row> measured = rowsIn(results());
        SortedMap<String, Row> published = byId(rowsIn(files(docs.resolve("performance"))));
        SortedMap<String, Row> preview = new TreeMap<>(published);
        measured.forEach(row -> preview.put(row.id(), row));
        measured.stream().filter(row -> row.scale() == Scale.FULL).forEach(row -> published.put(row.id(), row));

        String page = read(docs.resolve("performance.md"));
        Path target = root.resolve("target").resolve("performance");
        publish(page, preview.values(), target);
        publish(page, published.values(), docs);
        System.out.println(measured.size() + " rows measured: " + target.resolve("performance.md"));
    }

    private static void publish(String page, Collection<Row> rows, Path directory) {
        Path details = directory.resolve("performance");
        for (Row row : rows) {
            row.writeTo(details);
            for (Shade shade : Shade.values()) {
                write(details.resolve(row.id() + "-" + shade.suffix() + ".svg"), new Plot(row).svg(shade));
            }
        }
        write(directory.resolve("performance.md"), new Places(page).fill(rows));
    }

    /** What the benchmarks of all modules have left. */
    private List<Path> results() {
        List<Path> results = new ArrayList<>();
        try (Stream<Path> modules = Files.list(root)) {
            modules.map(module -> module.resolve("target").resolve("bench"))
                    .sorted()
                    .forEach(it -> results.addAll(files(it)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return results;
    }

    private static List<Path> files(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(it -> it.toString().endsWith(".json")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Row> rowsIn(List<Path> files) {
        return files.stream().map(Row::read).toList();
    }

    private static SortedMap<String, Row> byId(List<Row> rows) {
        SortedMap<String, Row> byId = new TreeMap<>();
        rows.forEach(row -> byId.put(row.id(), row));
        return byId;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
