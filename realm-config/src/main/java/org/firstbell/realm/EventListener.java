package org.firstbell.realm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The event listener that writes first logins into the outbox. */
final class EventListener implements Part {

    private static final String LISTENERS = "eventsListeners";
    private static final String OURS = "firstbell";
    private static final String WHAT = "event listener " + OURS;

    @Override
    public List<Change> missing(Realm realm) {
        return isOn(realm.settings()) ? List.of() : List.of(new Change(new Removal(), () -> add(realm)));
    }

    private static boolean isOn(JsonNode settings) {
        for (JsonNode listener : settings.path(LISTENERS)) {
            if (listener.asText().equals(OURS)) {
                return true;
            }
        }
        return false;
    }

    private static void add(Realm realm) {
        ArrayNode listeners = realm.settings().withArray(LISTENERS).add(OURS);
        set(realm, listeners);
    }

    private static void set(Realm realm, ArrayNode listeners) {
        ObjectNode change = JsonNodeFactory.instance.objectNode();
        change.set(LISTENERS, listeners);
        realm.put("", change);
    }

    record Removal() implements Undo {

        @Override
        public String what() {
            return WHAT;
        }

        @Override
        public void undo(Realm realm) {
            ArrayNode others = JsonNodeFactory.instance.arrayNode();
            for (JsonNode listener : realm.settings().path(LISTENERS)) {
                if (!listener.asText().equals(OURS)) {
                    others.add(listener);
                }
            }
            set(realm, others);
        }
    }
}
