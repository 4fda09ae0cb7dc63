package org.firstbell.realm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The narrow role that lets the LMS make placeholders and touch no other user, and who has it. */
final class ManagePlaceholders implements Part {

    private static final String ROLE = "manage-placeholders";
    private static final String MANAGEMENT_CLIENT = "realm-management";

    /** Keycloak's own resource lets nobody change the roles of that client. */
    private static final String OUR_RESOURCE = "/firstbell/role";

    private final String lmsClient;

    ManagePlaceholders(String lmsClient) {
        this.lmsClient = lmsClient;
    }

    @Override
    public List<Change> missing(Realm realm) {
        List<Change> changes = new ArrayList<>();
        boolean roleExists = realm.find(rolePath(realm)).isPresent();
        if (!roleExists) {
            changes.add(new Change(
                    new RoleRemoval(), () -> realm.put(OUR_RESOURCE, JsonNodeFactory.instance.objectNode())));
        }
        Optional<ObjectNode> client = realm.client(lmsClient);
        client.ifPresent(this::requireServiceAccount);
        if (!roleExists || client.isEmpty() || !isHeld(realm)) {
            changes.add(new Change(new Withdrawal(lmsClient), () -> give(realm)));
        }
        return changes;
    }

    private void requireServiceAccount(ObjectNode client) {
        if (!client.path("serviceAccountsEnabled").asBoolean()) {
            throw new RefusedException("Client " + lmsClient
                    + " has no service account: switch \"Service accounts roles\" on in its settings");
        }
    }

    private boolean isHeld(Realm realm) {
        return mappings(realm, lmsClient).stream()
                .flatMap(path -> realm.find(path).stream())
                .anyMatch(roles -> roles.findValuesAsText("name").contains(ROLE));
    }

    /** The service account holds it; the scope lets it into the tokens of a client that is not to have all scopes. */
    private void give(Realm realm) {
        ArrayNode roles = roles(realm);
        scope(realm, lmsClient).ifPresent(path -> realm.post(path, roles));
        mappings(realm, lmsClient).ifPresent(path -> realm.post(path, roles));
    }

    private static ArrayNode roles(Realm realm) {
        return JsonNodeFactory.instance.arrayNode().add(realm.get(rolePath(realm)));
    }

    private static Optional<String> mappings(Realm realm, String client) {
        return realm.client(client)
                .flatMap(it -> realm.find("/clients/" + it.required("id").textValue() + "/service-account-user"))
                .map(user ->
                        "/users/" + user.required("id").textValue() + "/role-mappings/clients/" + managementId(realm));
    }

    private static Optional<String> scope(Realm realm, String client) {
        return realm.client(client)
                .map(it ->
                        "/clients/" + it.required("id").textValue() + "/scope-mappings/clients/" + managementId(realm));
    }

    private static String managementId(Realm realm) {
        return realm.client(MANAGEMENT_CLIENT)
                .map(JsonNode.class::cast)
                .orElseThrow(() -> new RefusedException("Realm " + realm.name() + " has no client " + MANAGEMENT_CLIENT
                        + ": Firstbell is not for the administrators' own realm"))
                .required("id")
                .textValue();
    }

    private static String rolePath(Realm realm) {
        return "/clients/" + managementId(realm) + "/roles/" + ROLE;
    }

    record RoleRemoval() implements Undo {

        @Override
        public String what() {
            return "role " + ROLE + " of client " + MANAGEMENT_CLIENT;
        }

        @Override
        public void undo(Realm realm) {
            realm.delete(OUR_RESOURCE);
        }
    }

    record Withdrawal(String client) implements Undo {

        @Override
        public String what() {
            return "role " + ROLE + " for the service account of client " + client;
        }

        @Override
        public void undo(Realm realm) {
            if (realm.find(rolePath(realm)).isPresent()) {
                Optional<JsonNode> roles = Optional.of(roles(realm));
                mappings(realm, client).ifPresent(path -> realm.delete(path, roles));
                scope(realm, client).ifPresent(path -> realm.delete(path, roles));
            }
        }
    }
}
