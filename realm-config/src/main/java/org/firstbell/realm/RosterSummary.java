package org.firstbell.realm;

import static java.util.stream.Collectors.joining;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How many rows got which verdict. */
final class RosterSummary {

    private final Map<RosterVerdict, Integer> counts = new EnumMap<>(RosterVerdict.class);

    void add(List<RosterResult> results) {
        results.forEach(result -> counts.merge(result.verdict(), 1, Integer::sum));
    }

    /** Whether there are rows that somebody should look at. */
    boolean hasBad() {
        return counts.keySet().stream().anyMatch(RosterVerdict::isBad);
    }

    /** Such as {@code 12 created, 1 invalid}. */
    @Override
    public String toString() {
        return counts.isEmpty()
                ? "nobody is in the file"
                : counts.entrySet().stream()
                        .map(count -> count.getValue() + " " + count.getKey().words())
                        .collect(joining(", "));
    }
}
