package org.firstbell.realm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Has Keycloak make placeholders for the people of a roster, or say what it would make. May be repeated. */
final class PreProvisioning {

    /** Keycloak makes several hundred a second; so that one sees it go on, and little is done twice after a failure. */
    private static final int BATCH = 200;

    private final UnaryOperator<JsonNode> placeholders;
    private final String identityProvider;
    private final boolean dryRun;

    /**
     * @param placeholders what Keycloak answers to a request for placeholders, or for a plan of them
     * @param identityProvider alias of the one that may claim them
     */
    PreProvisioning(UnaryOperator<JsonNode> placeholders, String identityProvider, boolean dryRun) {
        this.placeholders = placeholders;
        this.identityProvider = identityProvider;
        this.dryRun = dryRun;
    }

    /**
     * Goes through all rows.
     *
     * @param told is given the results of each batch after it, in the order of the rows
     * @throws RefusedException if Keycloak refuses, or cannot be asked any more; the rest is told as not tried before
     */
    void run(List<RosterRow> rows, Consumer<List<RosterResult>> told) {
        RosterCheck check = new RosterCheck();
        for (int from = 0; from < rows.size(); from += BATCH) {
            List<RosterRow> batch = rows.subList(from, Math.min(from + BATCH, rows.size()));
            Map<RosterRow, Optional<RosterResult>> known = new LinkedHashMap<>();
            batch.forEach(row -> known.put(row, check.verdict(row)));
            try {
                told.accept(completed(known));
            } catch (RefusedException e) {
                told.accept(rows.subList(from, rows.size()).stream()
                        .map(row -> new RosterResult(row, RosterVerdict.NOT_TRIED, ""))
                        .toList());
                throw e;
            }
        }
    }

    private List<RosterResult> completed(Map<RosterRow, Optional<RosterResult>> known) {
        List<RosterRow> unknown = known.entrySet().stream()
                .filter(row -> row.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
        Map<RosterRow, RosterResult> asked = new LinkedHashMap<>();
        if (!unknown.isEmpty()) {
            JsonNode answers = placeholders.apply(request(unknown)).required("results");
            for (int i = 0; i < unknown.size(); i++) {
                asked.put(unknown.get(i), result(unknown.get(i), answers.required(i)));
            }
        }
        List<RosterResult> results = new ArrayList<>();
        known.forEach((row, result) -> results.add(result.orElseGet(() -> asked.get(row))));
        return results;
    }

    private JsonNode request(List<RosterRow> rows) {
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("identityProvider", identityProvider);
        ArrayNode people = request.putArray("people");
        rows.forEach(row -> people.addObject()
                .put("email", row.address())
                .put("firstName", row.firstName())
                .put("lastName", row.lastName()));
        return request;
    }

    private RosterResult result(RosterRow row, JsonNode answer) {
        RosterVerdict verdict =
                RosterVerdict.valueOf(answer.required("outcome").textValue().toUpperCase(Locale.ROOT));
        return new RosterResult(
                row,
                dryRun && verdict == RosterVerdict.CREATED ? RosterVerdict.TO_CREATE : verdict,
                answer.path("detail").asText(""));
    }
}
