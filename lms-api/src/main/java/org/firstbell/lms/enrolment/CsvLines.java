package org.firstbell.lms.enrolment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Finds the addresses in a CSV file (RFC 4180, with comma, semicolon or tab), as spreadsheet programs, school information
 * systems and OneRoster export it.
 *
 * <p>With a header, which has no {@code @}, they are in the first column whose name speaks of mail, else in the one of user
 * names; without one, in the first cell of a row that has an {@code @}. Empty rows count as lines and are left out.
 */
final class CsvLines {

    /** {@code email}, {@code E-Mail-Adresse}, {@code Email Address [Required]}, {@code E-mail 1 - Value}, and so on. */
    private static final Pattern MAIL = Pattern.compile(
            "(e-?mail|mail|courriel|correo|adresse e-?mail|indirizzo e-?mail)\\b(?!.*\\b(label|type)\\b)",
            Pattern.CASE_INSENSITIVE);

    /** OneRoster's {@code users.csv} and {@code enrollments.csv}, where schools that have no other name use the address. */
    private static final Set<String> USER_NAMES = Set.of("username", "usersourcedid");

    /** A cell that was kept from being taken for a formula. */
    private static final Pattern DEFUSED = Pattern.compile("\\A'(?=\\s*[=+\\-@])");

    /** The first line of a file that Excel is to open, which says how it is separated. */
    private static final Pattern SEPARATOR_LINE = Pattern.compile("\\Asep=([,;\t])\\R");

    private CsvLines() {}

    /** @param number of the line on which it begins, from 1 */
    private record Row(int number, List<String> cells) {

        boolean isBlank() {
            return cells.stream().allMatch(String::isBlank);
        }
    }

    static List<Line> parse(String csv) {
        String text = csv.startsWith("\uFEFF") ? csv.substring(1) : csv;
        Matcher declared = SEPARATOR_LINE.matcher(text);
        return declared.find()
                ? lines(rows(text.substring(declared.end()), declared.group(1).charAt(0), 2))
                : lines(rows(text, separator(text), 1));
    }

    /** Takes what spreadsheet programs forgive: text behind a closing quote, and a quote that never closes. */
    private static List<Row> rows(String text, char separator, int firstLine) {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setDelimiter(separator)
                .setTrailingData(true)
                .setLenientEof(true)
                .get();
        List<Row> rows = new ArrayList<>();
        try (CSVParser parser = CSVParser.parse(text, format)) {
            Iterator<CSVRecord> records = parser.iterator();
            long before = 0;
            while (records.hasNext()) {
                Row row = new Row(
                        Math.toIntExact(firstLine + before), records.next().toList());
                before = parser.getCurrentLineNumber();
                if (!row.isBlank()) {
                    rows.add(row);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot fail", e);
        }
        return rows;
    }

    private static List<Line> lines(List<Row> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        int column = addressColumn(rows.get(0));
        return rows.stream()
                .skip(column >= 0 ? 1 : 0)
                .map(row -> new Line(
                        row.number(), DEFUSED.matcher(address(row, column)).replaceFirst("")))
                .toList();
    }

    /** {@return the index of the header's column of addresses; -1 if the row is no header} */
    private static int addressColumn(Row first) {
        if (first.cells().stream().anyMatch(cell -> cell.indexOf('@') >= 0)) {
            return -1;
        }
        int mail = column(first, name -> MAIL.matcher(name).lookingAt());
        return mail >= 0 ? mail : column(first, name -> USER_NAMES.contains(name.toLowerCase(Locale.ROOT)));
    }

    private static int column(Row header, Predicate<String> isIt) {
        return IntStream.range(0, header.cells().size())
                .filter(i -> isIt.test(header.cells().get(i).strip()))
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

    /** Whichever the first line has outside quotes. */
    private static char separator(String text) {
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == ',' || c == ';' || c == '\t')) {
                return c;
            } else if (!quoted && c == '\n' && !text.substring(0, i).isBlank()) {
                break;
            }
        }
        return ',';
    }
}
