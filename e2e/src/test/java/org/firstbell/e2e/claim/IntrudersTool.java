package org.firstbell.e2e.claim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.firstbell.e2e.client.Answer;
import org.firstbell.e2e.client.JsonHttp;

/** A client of a careless school, which anybody may use and which takes passwords. */
final class IntrudersTool {

    private static final String CLIENT = "intruders-tool";

    private final JsonHttp http = new JsonHttp();
    private final ImportedSchool school;

    IntrudersTool(ImportedSchool school) {
        this.school = school;
    }

    /** Adds the client to a realm file. */
    static void addTo(ObjectNode realm) {
        realm.withArray("/clients")
                .addObject()
                .put("clientId", CLIENT)
                .put("publicClient", true)
                .put("directAccessGrantsEnabled", true)
                .withObject("/attributes")
                .put("standard.token.exchange.enabled", "true");
    }

    Answer passwordGrant(String username, String password, String scope) {
        return grant("password", Map.of("username", username, "password", password, "scope", scope));
    }

    /** Asks for a token by a grant of this type, with these parameters. */
    Answer grant(String type, Map<String, String> parameters) {
        Map<String, String> form = new HashMap<>(parameters);
        form.put("grant_type", type);
        form.put("client_id", CLIENT);
        return http.postForm(URI.create(school.uri() + "/protocol/openid-connect/token"), form);
    }
}
