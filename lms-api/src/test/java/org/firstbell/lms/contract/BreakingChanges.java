package org.firstbell.lms.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a caller of an OpenAPI document may have relied on, and would not find in a later one.
 *
 * <p>Callers must put up with more: operations, responses, properties of answers and values of theirs may be added, and what
 * need not be sent. They are not told of anything that they send becoming unknown, narrower or required, nor of anything
 * that they receive becoming another type or going away.
 */
final class BreakingChanges {

    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

    /** By which a larger number lets less through, or a smaller one. */
    private static final List<String> LOWER_BOUNDS = List.of("minimum", "minLength", "minItems");

    private static final List<String> UPPER_BOUNDS = List.of("maximum", "maxLength", "maxItems");

    private final JsonNode promised;
    private final JsonNode offered;

    /** Schemas refer to each other in circles; what is wrong with one is said where it is first met. */
    private final Set<String> compared = new HashSet<>();

    private final List<String> found = new ArrayList<>();

    private BreakingChanges(JsonNode promised, JsonNode offered) {
        this.promised = promised;
        this.offered = offered;
    }

    /** Who sends what a schema is about. */
    private enum Direction {
        REQUEST,
        RESPONSE
    }

    /** {@return a sentence for each of them} */
    static List<String> between(JsonNode promised, JsonNode offered) {
        BreakingChanges changes = new BreakingChanges(promised, offered);
        changes.comparePaths();
        return List.copyOf(changes.found);
    }

    private void comparePaths() {
        promised.path("paths").properties().forEach(path -> {
            JsonNode now = offered.path("paths").path(path.getKey());
            path.getValue().properties().stream()
                    .filter(operation -> METHODS.contains(operation.getKey()))
                    .forEach(operation -> {
                        String where = operation.getKey() + " " + path.getKey();
                        if (has(now, operation.getKey(), where)) {
                            compareParameters(
                                    where,
                                    parameters(promised, path.getValue(), operation.getValue()),
                                    parameters(offered, now, now.path(operation.getKey())));
                            compareOperations(where, operation.getValue(), now.path(operation.getKey()));
                        }
                    });
        });
    }

    private void compareOperations(String where, JsonNode before, JsonNode now) {
        if (before.path("security").toString().contains("{}")
                && !now.path("security").toString().contains("{}")) {
            found.add(where + ": needs a token now");
        }
        JsonNode bodyBefore = before.path("requestBody");
        JsonNode bodyNow = now.path("requestBody");
        if (!isTrue(bodyBefore, "required") && isTrue(bodyNow, "required")) {
            found.add(where + ": a body is required now");
        }
        compareContents(where + ", body", bodyBefore, bodyNow, Direction.REQUEST);
        before.path("responses").properties().forEach(response -> {
            String answer = where + ", " + response.getKey();
            if (has(now.path("responses"), response.getKey(), answer)) {
                compareContents(
                        answer,
                        resolved(promised, response.getValue()),
                        resolved(offered, now.path("responses").path(response.getKey())),
                        Direction.RESPONSE);
            }
        });
    }

    private void compareContents(String where, JsonNode before, JsonNode now, Direction direction) {
        before.path("content").properties().forEach(content -> {
            String type = where + " as " + content.getKey();
            if (has(now.path("content"), content.getKey(), type)) {
                compareSchemas(
                        type,
                        content.getValue().path("schema"),
                        now.path("content").path(content.getKey()).path("schema"),
                        direction);
            }
        });
    }

    private void compareParameters(String where, Map<String, JsonNode> before, Map<String, JsonNode> now) {
        before.forEach((name, parameter) -> {
            String which = where + ", parameter " + name;
            if (!now.containsKey(name)) {
                found.add(which + ": gone");
                return;
            }
            compareSchemas(which, parameter.path("schema"), now.get(name).path("schema"), Direction.REQUEST);
        });
        now.forEach((name, parameter) -> {
            boolean requiredBefore = isTrue(before.getOrDefault(name, MissingNode.getInstance()), "required");
            if (isTrue(parameter, "required") && !requiredBefore) {
                found.add(where + ", parameter " + name + ": required now");
            }
        });
    }

    private void compareSchemas(String where, JsonNode writtenBefore, JsonNode writtenNow, Direction direction) {
        if (writtenBefore.has("$ref") && !compared.add(direction + " " + writtenBefore + writtenNow)) {
            return;
        }
        JsonNode before = resolved(promised, writtenBefore);
        JsonNode now = resolved(offered, writtenNow);
        compareTypes(where, before, now, direction);
        compareValues(where, before, now, direction);
        compareProperties(where, before, now, direction);
        for (String nested : List.of("items", "additionalProperties")) {
            if (before.path(nested).isObject()) {
                compareSchemas(where + "[]", before.path(nested), now.path(nested), direction);
            }
        }
        for (String combination : List.of("allOf", "anyOf", "oneOf")) {
            JsonNode partsBefore = before.path(combination);
            JsonNode partsNow = now.path(combination);
            if (partsBefore.size() != partsNow.size()) {
                found.add(where + ": " + combination + " has other parts now");
                continue;
            }
            for (int i = 0; i < partsBefore.size(); i++) {
                compareSchemas(where, partsBefore.get(i), partsNow.get(i), direction);
            }
        }
    }

    private void compareTypes(String where, JsonNode before, JsonNode now, Direction direction) {
        Set<String> typesBefore = texts(before.path("type"));
        Set<String> typesNow = texts(now.path("type"));
        boolean kept = direction == Direction.REQUEST
                ? typesNow.isEmpty() || (!typesBefore.isEmpty() && typesNow.containsAll(typesBefore))
                : typesBefore.isEmpty() || (!typesNow.isEmpty() && typesBefore.containsAll(typesNow));
        if (!kept) {
            found.add(where + ": is " + typesNow + " now, was " + typesBefore);
        }
        if (!before.path("format").equals(now.path("format"))) {
            found.add(where + ": has another format now");
        }
    }

    private void compareValues(String where, JsonNode before, JsonNode now, Direction direction) {
        Set<String> gone = texts(before.path("enum"));
        gone.removeAll(texts(now.path("enum")));
        if (!gone.isEmpty() && now.has("enum")) {
            found.add(where + ": no longer knows " + gone);
        }
        if (direction == Direction.RESPONSE) {
            return;
        }
        if (now.has("enum") && !before.has("enum")) {
            found.add(where + ": takes certain values only now");
        }
        if (now.has("pattern") && !before.path("pattern").equals(now.path("pattern"))) {
            found.add(where + ": has another pattern now");
        }
        for (String bound : LOWER_BOUNDS) {
            if (now.has(bound)
                    && now.path(bound).asDouble() > before.path(bound).asDouble(Double.NEGATIVE_INFINITY)) {
                found.add(where + ": " + bound + " is higher now");
            }
        }
        for (String bound : UPPER_BOUNDS) {
            if (now.has(bound)
                    && now.path(bound).asDouble() < before.path(bound).asDouble(Double.POSITIVE_INFINITY)) {
                found.add(where + ": " + bound + " is lower now");
            }
        }
    }

    private void compareProperties(String where, JsonNode before, JsonNode now, Direction direction) {
        before.path("properties").properties().forEach(property -> {
            String which = where + "." + property.getKey();
            if (has(now.path("properties"), property.getKey(), which)) {
                compareSchemas(
                        which, property.getValue(), now.path("properties").path(property.getKey()), direction);
            }
        });
        Set<String> requiredBefore = texts(before.path("required"));
        Set<String> requiredNow = texts(now.path("required"));
        if (direction == Direction.REQUEST) {
            requiredNow.removeAll(requiredBefore);
            requiredNow.forEach(name -> found.add(where + "." + name + ": required now"));
        } else {
            requiredBefore.removeAll(requiredNow);
            requiredBefore.forEach(name -> found.add(where + "." + name + ": not always there any more"));
        }
    }

    private boolean has(JsonNode now, String name, String where) {
        if (!now.has(name)) {
            found.add(where + ": gone");
        }
        return now.has(name);
    }

    /** By kind and name, those of the path included. */
    private static Map<String, JsonNode> parameters(JsonNode document, JsonNode path, JsonNode operation) {
        Map<String, JsonNode> parameters = new TreeMap<>();
        for (JsonNode owner : List.of(path, operation)) {
            for (JsonNode written : owner.path("parameters")) {
                JsonNode parameter = resolved(document, written);
                parameters.put(
                        parameter.path("in").asText() + " "
                                + parameter.path("name").asText(),
                        parameter);
            }
        }
        return parameters;
    }

    private static JsonNode resolved(JsonNode document, JsonNode written) {
        JsonNode node = written;
        while (node.has("$ref")) {
            node = document.at(node.path("$ref").asText().substring(1));
        }
        return node;
    }

    private static boolean isTrue(JsonNode node, String field) {
        return node.path(field).asBoolean();
    }

    /** Of one text or several. */
    private static Set<String> texts(JsonNode node) {
        Set<String> texts = new TreeSet<>();
        if (node.isTextual()) {
            texts.add(node.asText());
        }
        node.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
