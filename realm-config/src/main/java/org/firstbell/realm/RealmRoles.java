package org.firstbell.realm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The realm roles that the LMS knows. */
final class RealmRoles implements Part {

    private final Template template;

    RealmRoles(Template template) {
        this.template = template;
    }

    @Override
    public List<Change> missing(Realm realm) {
        List<Change> changes = new ArrayList<>();
        for (JsonNode role : template.at("/roles/realm")) {
            String name = role.required("name").textValue();
            if (realm.find(path(name)).isEmpty()) {
                changes.add(new Change(new Removal(name), () -> realm.post("/roles", role)));
            }
        }
        return changes;
    }

    private static String path(String role) {
        return "/roles/" + Realm.segment(role);
    }

    record Removal(String role) implements Undo {

        @Override
        public String what() {
            return "realm role " + role;
        }

        @Override
        public void undo(Realm realm) {
            realm.delete(path(role));
        }
    }
}
