package org.firstbell.realm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.QuoteMode;

/**
 * What became of each row, as CSV: {@code line, email, verdict, detail}.
 *
 * <p>A cell that a spreadsheet would take for a formula begins with an apostrophe, which it takes for text.
 */
final class ResultFile implements AutoCloseable {

    private static final Pattern FORMULA =
            Pattern.compile("\\A\\s*[=+\\-@|%\\t\\r\\uFF1D\\uFF0B\\uFF0D\\uFF20].*", Pattern.DOTALL);
    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setQuoteMode(QuoteMode.NON_NUMERIC).get();

    private final CSVPrinter printer;

    ResultFile(Writer out) {
        try {
            // Without a byte order mark, Excel guesses the encoding.
            printer = new CSVPrinter(out.append('\uFEFF'), FORMAT);
            printer.printRecord("line", "email", "verdict", "detail");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Appends rows, and does not keep them back. */
    void add(List<RosterResult> results) {
        try {
            for (RosterResult result : results) {
                printer.printRecord(
                        result.row().line(),
                        safe(result.row().address()),
                        result.verdict().words(),
                        safe(result.detail()));
            }
            printer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String safe(String text) {
        return FORMULA.matcher(text).matches() ? "'" + text : text;
    }

    @Override
    public void close() {
        try {
            printer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
