package org.firstbell.lms.enrolment;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The lines of a list that need another look, as a CSV file that can be corrected in a spreadsheet and given in again.
 *
 * <p>A cell that a spreadsheet would take for a formula begins with an apostrophe, which it takes for text; what comes back
 * with one is understood.
 */
final class BadLines {

    private static final Set<Verdict> BAD = Set.of(Verdict.INVALID, Verdict.TYPO);
    private static final Pattern FORMULA =
            Pattern.compile("\\A\\s*[=+\\-@|%\\t\\r\\uFF1D\\uFF0B\\uFF0D\\uFF20].*", Pattern.DOTALL);

    private BadLines() {}

    /** {@return a header and one row for each bad line; with a byte order mark, without which Excel guesses} */
    static String csv(List<LineView> lines) {
        StringBuilder csv = new StringBuilder("\uFEFFemail,line,problem\r\n");
        for (LineView line : lines) {
            if (BAD.contains(line.verdict())) {
                csv.append(cell(line.input()))
                        .append(',')
                        .append(line.line())
                        .append(',')
                        .append(cell(line.detail()))
                        .append("\r\n");
            }
        }
        return csv.toString();
    }

    private static String cell(String text) {
        String safe = FORMULA.matcher(text).matches() ? "'" + text : text;
        return '"' + safe.replace("\"", "\"\"") + '"';
    }
}
