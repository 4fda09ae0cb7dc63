package org.firstbell.bench.report;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.firstbell.bench.Goal;
import org.firstbell.bench.Row;

/** The places of a page that are filled with what was measured; the words between them are somebody's. */
record Places(String page) {

    private static final Pattern PLACE =
            Pattern.compile("(<!-- (?:row: ([a-z0-9-]+)|goals|machines) -->\n).*?(<!-- end -->)", Pattern.DOTALL);

    /**
     * The page with its places filled.
     *
     * @throws IllegalArgumentException if a row has no place
     */
    String fill(Collection<Row> rows) {
        Map<String, Row> inOrder = inOrderOfThePage(rows);
        return PLACE.matcher(page).replaceAll(place -> Matcher.quoteReplacement(filled(place, inOrder)));
    }

    private static String filled(MatchResult place, Map<String, Row> rows) {
        String id = place.group(2);
        if (id != null) {
            return rows.containsKey(id) ? place.group(1) + new RowText(rows.get(id)) + place.group(3) : place.group();
        }
        String text = place.group(1).contains("goals") ? goals(rows.values()) : machines(rows.values());
        return place.group(1) + text + place.group(3);
    }

    private Map<String, Row> inOrderOfThePage(Collection<Row> rows) {
        Map<String, Row> byId = new LinkedHashMap<>();
        rows.forEach(row -> byId.put(row.id(), row));
        Map<String, Row> ordered = new LinkedHashMap<>();
        PLACE.matcher(page)
                .results()
                .map(place -> place.group(2))
                .filter(byId::containsKey)
                .forEach(id -> ordered.put(id, byId.remove(id)));
        if (!byId.isEmpty()) {
            throw new IllegalArgumentException("the page has no place <!-- row: … --> for " + byId.keySet());
        }
        return ordered;
    }

    private static String goals(Collection<Row> rows) {
        List<String> lines = new ArrayList<>(List.of("", "| work | measured | goal |", "| --- | --- | --- |"));
        for (Row row : rows) {
            for (Goal goal : row.goals()) {
                lines.add("| " + row.title() + ": " + RowText.cells(goal) + " |");
            }
        }
        return lines.size() == 3 ? "\nNothing has been measured yet.\n\n" : String.join("\n", lines) + "\n\n";
    }

    private static String machines(Collection<Row> rows) {
        if (rows.isEmpty()) {
            return "";
        }
        return rows.stream()
                .map(RowText::machine)
                .distinct()
                .map(machine -> "- " + machine + "\n")
                .collect(joining("", "\n", "\n"));
    }
}
