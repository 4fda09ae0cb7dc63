package org.firstbell.lms.enrolment;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.firstbell.address.AddressReader;
import org.firstbell.address.AddressRule;
import org.firstbell.address.EmailAddress;
import org.firstbell.address.InvalidEmailAddressException;
import org.firstbell.lms.explanation.Explanation;
import org.firstbell.lms.explanation.Sentence;

/** A list of lines, and which addresses are on them. */
final class EnrolmentBatch {

    private final List<Parsed> lines = new ArrayList<>();
    private final Map<EmailAddress, Integer> firstLineOf = new LinkedHashMap<>();

    /** @param flaw why it is no address; null if it is one */
    private record Parsed(Line line, EmailAddress address, Explanation flaw) {}

    EnrolmentBatch(List<Line> lines, AddressRule rule) {
        AddressReader reader = rule.reader();
        for (Line line : lines) {
            try {
                EmailAddress address = reader.parse(line.input());
                this.lines.add(new Parsed(line, address, null));
                firstLineOf.putIfAbsent(address, line.number());
            } catch (InvalidEmailAddressException e) {
                this.lines.add(new Parsed(line, null, Explanation.of(e)));
            }
        }
    }

    /** {@return each once, in the order of the lines} */
    Set<EmailAddress> addresses() {
        return new LinkedHashSet<>(firstLineOf.keySet());
    }

    /**
     * What becomes of each line.
     *
     * @param verdicts one for each of the {@link #addresses}
     * @param meant for those whose verdict is a typo, the address that may be meant
     */
    List<LineView> lines(Map<EmailAddress, Verdict> verdicts, Map<EmailAddress, EmailAddress> meant) {
        return lines.stream().map(line -> view(line, verdicts, meant)).toList();
    }

    /** {@return how many lines have each verdict, none of them left out} */
    static Map<Verdict, Long> counts(List<LineView> lines) {
        Map<Verdict, Long> counts = new EnumMap<>(Verdict.class);
        for (Verdict verdict : Verdict.values()) {
            counts.put(verdict, 0L);
        }
        lines.forEach(line -> counts.merge(line.verdict(), 1L, Long::sum));
        return counts;
    }

    private LineView view(Parsed parsed, Map<EmailAddress, Verdict> verdicts, Map<EmailAddress, EmailAddress> meant) {
        Line line = parsed.line();
        EmailAddress address = parsed.address();
        if (parsed.flaw() != null) {
            return LineView.of(line, null, Verdict.INVALID, parsed.flaw());
        }
        int first = firstLineOf.get(address);
        if (first != line.number()) {
            return LineView.of(line, address, Verdict.DUPLICATE, Sentence.DUPLICATE_OF_LINE.with("line", first));
        }
        Verdict verdict = verdicts.get(address);
        return LineView.of(
                line,
                address,
                verdict,
                verdict == Verdict.TYPO
                        ? Sentence.MEANT.with("address", meant.get(address).value())
                        : null);
    }
}
