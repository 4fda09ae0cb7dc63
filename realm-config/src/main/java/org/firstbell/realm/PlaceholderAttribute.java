package org.firstbell.realm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * The user attribute that marks a placeholder, declared in the realm's user profile for administrators only.
 *
 * <p>An attribute that is not declared could be written by the user it is about, where the realm allows unmanaged ones.
 */
final class PlaceholderAttribute implements Part {

    private static final String NAME = "firstbell.placeholder";
    private static final String PROFILE = "/users/profile";
    private static final String COMPONENTS = "/components?type=org.keycloak.userprofile.UserProfileProvider";

    private final Template template;

    PlaceholderAttribute(Template template) {
        this.template = template;
    }

    @Override
    public List<Change> missing(Realm realm) {
        JsonNode profile = realm.get(PROFILE);
        if (!without(profile).equals(profile)) {
            return List.of();
        }
        String before = component(realm).map(JsonNode::toString).orElse("");
        return List.of(new Change(new Removal(before), () -> declare(realm)));
    }

    private void declare(Realm realm) {
        ObjectNode profile = (ObjectNode) realm.get(PROFILE);
        profile.withArray("attributes").add(template.userAttribute(NAME));
        realm.put(PROFILE, profile);
    }

    /** What keeps the profile in Keycloak; nothing where it is Keycloak's default. */
    private static Optional<JsonNode> component(Realm realm) {
        JsonNode components = realm.get(COMPONENTS);
        return components.isEmpty() ? Optional.empty() : Optional.of(components.get(0));
    }

    private static ObjectNode without(JsonNode profile) {
        ObjectNode rest = profile.deepCopy();
        ArrayNode attributes = rest.putArray("attributes");
        for (JsonNode attribute : profile.required("attributes")) {
            if (!attribute.required("name").textValue().equals(NAME)) {
                attributes.add(attribute);
            }
        }
        return rest;
    }

    /**
     * Takes the attribute out. Where nothing else has changed since, the profile is put back to the letter.
     *
     * @param before the component that kept the profile, as JSON; empty if there was none
     */
    record Removal(String before) implements Undo {

        @Override
        public String what() {
            return "user profile attribute " + NAME + ", for administrators only";
        }

        @Override
        public void undo(Realm realm) {
            ObjectNode rest = without(realm.get(PROFILE));
            putBack(realm);
            if (!realm.get(PROFILE).equals(rest)) {
                realm.put(PROFILE, rest);
            }
        }

        private void putBack(Realm realm) {
            if (before.isEmpty()) {
                realm.put(PROFILE, JsonNodeFactory.instance.nullNode());
            } else {
                JsonNode component = Json.parse(before);
                realm.put("/components/" + component.required("id").textValue(), component);
            }
        }
    }
}
