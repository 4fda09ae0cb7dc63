package org.firstbell.realm;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads a list of people from a CSV file (RFC 4180, with comma, semicolon or tab), in whatever bytes spreadsheet programs
 * write.
 */
final class Roster {

    /** Has a character for every byte; Excel's <i>CSV</i> in western Europe. */
    private static final Charset WINDOWS = Charset.forName("windows-1252");

    /** The first line of a file that Excel is to open, which says how it is separated. */
    private static final Pattern SEPARATOR_LINE = Pattern.compile("\\Asep=([,;\t])\\R");

    /** A cell that was kept from being taken for a formula, as in our own result files. */
    private static final Pattern DEFUSED = Pattern.compile("\\A'(?=\\s*[=+\\-@])");

    private Roster() {}

    /**
     * The people of a file, in its order. Empty lines count, and are left out.
     *
     * @param addressColumn the header of the column of addresses, where it is none of those known
     * @throws RefusedException if it cannot be read
     */
    static List<RosterRow> read(Path file, Optional<String> addressColumn) {
        try {
            return parse(decode(Files.readAllBytes(file)), addressColumn);
        } catch (NoSuchFileException e) {
            throw new RefusedException("There is no file " + file, e);
        } catch (IOException e) {
            throw new RefusedException("The file " + file + " cannot be read: " + e, e);
        }
    }

    static List<RosterRow> parse(String csv, Optional<String> addressColumn) {
        String text = csv.startsWith("\uFEFF") ? csv.substring(1) : csv;
        Matcher declared = SEPARATOR_LINE.matcher(text);
        return declared.find()
                ? rows(text.substring(declared.end()), declared.group(1).charAt(0), 2, addressColumn)
                : rows(text, separator(text), 1, addressColumn);
    }

    static String decode(byte[] bytes) {
        if (startsWith(bytes, 0xFF, 0xFE) || startsWith(bytes, 0xFE, 0xFF)) {
            return new String(bytes, UTF_16);
        }
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException notUtf8) {
            return new String(bytes, WINDOWS);
        }
    }

    private static boolean startsWith(byte[] bytes, int first, int second) {
        return bytes.length >= 2 && bytes[0] == (byte) first && bytes[1] == (byte) second;
    }

    private static List<RosterRow> rows(String text, char separator, int firstLine, Optional<String> addressColumn) {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setDelimiter(separator)
                .setTrailingData(true)
                .setLenientEof(true)
                .get();
        List<RosterRow> rows = new ArrayList<>();
        Optional<RosterColumns> columns = Optional.empty();
        try (CSVParser parser = CSVParser.parse(text, format)) {
            Iterator<CSVRecord> records = parser.iterator();
            long before = 0;
            while (records.hasNext()) {
                int line = Math.toIntExact(firstLine + before);
                List<String> cells = records.next().stream()
                        .map(cell -> DEFUSED.matcher(cell).replaceFirst(""))
                        .toList();
                before = parser.getCurrentLineNumber();
                if (cells.stream().allMatch(String::isBlank)) {
                    continue;
                }
                boolean first = columns.isEmpty();
                if (first) {
                    columns = Optional.of(RosterColumns.of(cells, addressColumn));
                }
                if (!first || !columns.get().hasHeader()) {
                    rows.add(columns.get().row(line, cells));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot fail", e);
        }
        return rows;
    }

    /** Whichever the first line that is not empty has outside quotes. */
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
