package org.firstbell.realm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The LMS as a receiver of events and holder of a service account, and the client through which people sign in to it. */
final class LmsClients implements Part {

    private static final String EVENTS_URL = "firstbell.events.url";
    private static final String AUDIENCE = "included.client.audience";
    private static final String LMS_API = "lms-api";
    private static final String LMS_WEB = "lms-web";

    private final Template template;
    private final String lmsClient;
    private final String webClient;

    LmsClients(Template template, String lmsClient, String webClient) {
        this.template = template;
        this.lmsClient = lmsClient;
        this.webClient = webClient;
    }

    @Override
    public List<Change> missing(Realm realm) {
        List<Change> changes = new ArrayList<>();
        receiver(realm).ifPresent(changes::add);
        web(realm).ifPresent(changes::add);
        return changes;
    }

    private Optional<Change> receiver(Realm realm) {
        Optional<ObjectNode> client = realm.client(lmsClient);
        ObjectNode wanted = template.client(LMS_API).put("clientId", lmsClient);
        if (client.isEmpty()) {
            return Optional.of(new Change(new Removal(lmsClient), () -> realm.post("/clients", wanted)));
        }
        String url = wanted.at("/attributes").required(EVENTS_URL).textValue();
        String before = client.get().path("attributes").path(EVENTS_URL).asText();
        return before.equals(url)
                ? Optional.empty()
                : Optional.of(
                        new Change(new EventsUrlReset(lmsClient, before), () -> setEventsUrl(realm, lmsClient, url)));
    }

    private Optional<Change> web(Realm realm) {
        Optional<ObjectNode> client = realm.client(webClient);
        if (client.isEmpty()) {
            return Optional.of(new Change(new Removal(webClient), () -> addWeb(realm)));
        }
        ObjectNode mapper = audienceMapper();
        return hasAudience(client.get())
                ? Optional.empty()
                : Optional.of(new Change(
                        new AudienceRemoval(webClient, mapper.required("name").textValue()),
                        () -> realm.post(mappers(client.get()), mapper)));
    }

    private void addWeb(Realm realm) {
        ObjectNode client = template.client(LMS_WEB).put("clientId", webClient);
        client.putArray("protocolMappers").add(audienceMapper());
        realm.post("/clients", client);
        ArrayNode roles = JsonNodeFactory.instance.arrayNode();
        for (JsonNode role : template.at("/scopeMappings/0/roles")) {
            roles.add(realm.get("/roles/" + Realm.segment(role.textValue())));
        }
        realm.post(path(realm.client(webClient).orElseThrow()) + "/scope-mappings/realm", roles);
    }

    private boolean hasAudience(ObjectNode client) {
        for (JsonNode mapper : client.path("protocolMappers")) {
            if (mapper.path("config").path(AUDIENCE).asText().equals(lmsClient)) {
                return true;
            }
        }
        return false;
    }

    private ObjectNode audienceMapper() {
        ObjectNode mapper = (ObjectNode) template.client(LMS_WEB).at("/protocolMappers/0");
        mapper.put("name", "audience " + lmsClient);
        mapper.withObject("/config").put(AUDIENCE, lmsClient);
        return mapper;
    }

    private static void setEventsUrl(Realm realm, String clientId, String url) {
        realm.client(clientId).ifPresent(client -> {
            client.withObject("/attributes").put(EVENTS_URL, url);
            realm.put(path(client), client);
        });
    }

    private static String path(ObjectNode client) {
        return "/clients/" + client.required("id").textValue();
    }

    private static String mappers(ObjectNode client) {
        return path(client) + "/protocol-mappers/models";
    }

    record Removal(String client) implements Undo {

        @Override
        public String what() {
            return "client " + client;
        }

        @Override
        public void undo(Realm realm) {
            realm.client(client).ifPresent(it -> realm.delete(path(it)));
        }
    }

    /** @param before the attribute's former value; empty if there was none */
    record EventsUrlReset(String client, String before) implements Undo {

        @Override
        public String what() {
            return "attribute " + EVENTS_URL + " of client " + client;
        }

        /** Keycloak drops an attribute that is empty. */
        @Override
        public void undo(Realm realm) {
            setEventsUrl(realm, client, before);
        }
    }

    record AudienceRemoval(String client, String mapper) implements Undo {

        @Override
        public String what() {
            return "the LMS as audience of the tokens of client " + client;
        }

        @Override
        public void undo(Realm realm) {
            realm.client(client).ifPresent(it -> {
                for (JsonNode candidate : it.path("protocolMappers")) {
                    if (candidate.path("name").asText().equals(mapper)) {
                        realm.delete(
                                mappers(it) + "/" + candidate.required("id").textValue());
                    }
                }
            });
        }
    }
}
