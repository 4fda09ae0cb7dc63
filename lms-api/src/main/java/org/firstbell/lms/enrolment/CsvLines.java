package org.firstbell.lms.enrolment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Finds the addresses in a CSV file (RFC 4180, with comma, semicolon or tab).
 *
 * <p>With a header, they are in the column that it calls e-mail; without one, in the first cell of a row that has an
 * {@code @}. Empty rows count as lines and are left out.
 */
final class CsvLines {

    private static final Set<String> COLUMN_NAMES =
            Set.of("email", "e-mail", "email address", "e-mail address", "mail");

    private final String text;
    private final char separator;
    private int position;
    private int lineNumber = 1;

    private CsvLines(String text) {
        this.text = text;
        this.separator = separator(text);
    }

    private record Row(int number, List<String> cells) {

        boolean isBlank() {
            return cells.stream().allMatch(String::isBlank);
        }
    }

    static List<Line> parse(String csv) {
        return new CsvLines(csv.startsWith("\uFEFF") ? csv.substring(1) : csv).lines();
    }

    private List<Line> lines() {
        List<Row> rows = new ArrayList<>();
        while (position < text.length()) {
            Row row = row();
            if (!row.isBlank()) {
                rows.add(row);
            }
        }
        if (rows.isEmpty()) {
            return List.of();
        }
        int column = addressColumn(rows.get(0));
        return rows.stream()
                .skip(column >= 0 ? 1 : 0)
                .map(row -> new Line(row.number(), address(row, column)))
                .toList();
    }

    /** {@return the index of the header's e-mail column; -1 if the row is no header} */
    private static int addressColumn(Row first) {
        return IntStream.range(0, first.cells().size())
                .filter(i -> COLUMN_NAMES.contains(first.cells().get(i).strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElse(-1);
    }

    private static String address(Row row, int column) {
        if (column >= 0) {
            return column < row.cells().size() ? row.cells().get(column) : "";
        }
        return row.cells().stream()
                .filter(cell -> cell.indexOf('@') >= 0)
                .findFirst()
                .orElse(row.cells().get(0));
    }

    private Row row() {
        int number = lineNumber;
        List<String> cells = new ArrayList<>();
        while (true) {
            cells.add(cell());
            if (position >= text.length()) {
                return new Row(number, cells);
            }
            char end = text.charAt(position++);
            if (end != separator) {
                if (end == '\r' && position < text.length() && text.charAt(position) == '\n') {
                    position++;
                }
                lineNumber++;
                return new Row(number, cells);
            }
        }
    }

    private String cell() {
        return position < text.length() && text.charAt(position) == '"' ? quotedCell() : plainCell();
    }

    private String plainCell() {
        int start = position;
        while (position < text.length() && !isEndOfCell(text.charAt(position))) {
            position++;
        }
        return text.substring(start, position);
    }

    /** Reads up to the closing quote, or to the end of the text if there is none; two quotes are one. */
    private String quotedCell() {
        StringBuilder cell = new StringBuilder();
        position++;
        while (position < text.length()) {
            char c = text.charAt(position++);
            if (c == '\n') {
                lineNumber++;
            }
            if (c != '"') {
                cell.append(c);
            } else if (position < text.length() && text.charAt(position) == '"') {
                cell.append(c);
                position++;
            } else {
                break;
            }
        }
        return cell.append(plainCell()).toString();
    }

    private boolean isEndOfCell(char c) {
        return c == separator || c == '\n' || c == '\r';
    }

    /** Whichever comes first; an address contains none of them unless it is quoted. */
    private static char separator(String text) {
        return (char) text.chars()
                .filter(c -> c == ',' || c == ';' || c == '\t')
                .findFirst()
                .orElse(',');
    }
}
