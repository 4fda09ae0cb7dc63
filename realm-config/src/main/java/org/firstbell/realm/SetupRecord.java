package org.firstbell.realm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What has been changed in a realm and how to undo it, kept in the realm itself: in an attribute that nobody else reads,
 * that is exported and imported with the realm, and that is gone once everything is undone.
 */
final class SetupRecord {

    private static final String ATTRIBUTE = "firstbell.setup";

    private final Realm realm;

    SetupRecord(Realm realm) {
        this.realm = realm;
    }

    /** In the order in which the changes were made. */
    List<Undo> read() {
        String kept = attributes().path(ATTRIBUTE).asText("");
        return kept.isEmpty() ? new ArrayList<>() : new ArrayList<>(Arrays.asList(Json.read(kept, Undo[].class)));
    }

    void write(List<Undo> undos) {
        ObjectNode attributes = attributes();
        attributes.remove(ATTRIBUTE);
        if (!undos.isEmpty()) {
            attributes.put(ATTRIBUTE, Json.write(undos.toArray(Undo[]::new)));
        }
        ObjectNode change = JsonNodeFactory.instance.objectNode();
        change.set("attributes", attributes);
        realm.put("", change);
    }

    /** All of them: Keycloak removes those that a change leaves out. */
    private ObjectNode attributes() {
        JsonNode attributes = realm.settings().path("attributes");
        return attributes.isObject() ? (ObjectNode) attributes : JsonNodeFactory.instance.objectNode();
    }
}
