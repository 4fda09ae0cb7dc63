package org.firstbell.realm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.regex.Pattern;

/** The realm file that new schools import: what an existing realm is to have as well is taken from there. */
final class Template {

    private static final String FILE = "/school-realm.json";
    /** What the file leaves open to whoever imports it, and has a value for otherwise. */
    private static final Pattern DEFAULT = Pattern.compile("\\$\\{[A-Z_]+:([^{}]*)}");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode realm;

    /** @param lms where the LMS is */
    Template(URI lms) {
        try (InputStream in = Template.class.getResourceAsStream(FILE)) {
            JsonNode file = JSON.readTree(in);
            String filled = file.toString().replace("${LMS_URL}", Realm.withoutSlash(lms));
            realm = JSON.readTree(DEFAULT.matcher(filled).replaceAll("$1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode at(String pointer) {
        return realm.at(pointer);
    }

    /** A client of the file, without the secret: Keycloak makes one. */
    ObjectNode client(String clientId) {
        for (JsonNode client : realm.required("clients")) {
            if (client.required("clientId").textValue().equals(clientId)) {
                ObjectNode copy = client.deepCopy();
                copy.remove("secret");
                return copy;
            }
        }
        throw new IllegalArgumentException("no client " + clientId + " in " + FILE);
    }

    /** The declaration of an attribute in the file's user profile. */
    ObjectNode userAttribute(String name) {
        String profile = realm.at("/components/org.keycloak.userprofile.UserProfileProvider/0/config")
                .required("kc.user.profile.config")
                .required(0)
                .textValue();
        try {
            for (JsonNode attribute : JSON.readTree(profile).required("attributes")) {
                if (attribute.required("name").textValue().equals(name)) {
                    return attribute.deepCopy();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalArgumentException("no user attribute " + name + " in " + FILE);
    }
}
