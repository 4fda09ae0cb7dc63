package org.firstbell.e2e.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.firstbell.e2e.system.Checkout;
import org.firstbell.e2e.system.FirstbellSystem;
import org.firstbell.e2e.system.OfflineKeycloak;
import org.firstbell.e2e.system.RealmTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The school's realm goes in and out of a database with {@code kc.sh import} and {@code kc.sh export}. */
@EndToEnd
@DisabledIfSystemProperty(
        named = "firstbell.containers",
        matches = "true",
        disabledReason = "the commands of the image are those of the distribution, which is not there")
final class OfflineImportIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> SETTINGS = Map.of(
            "LMS_URL", "https://lms.school.example",
            "LMS_API_SECRET", "a-secret",
            "GOOGLE_CLIENT_ID", "1234.apps.googleusercontent.com",
            "GOOGLE_CLIENT_SECRET", "another-secret",
            "GOOGLE_HOSTED_DOMAIN", "school.example");

    private final FirstbellSystem system;

    @TempDir
    private Path directory;

    OfflineImportIT(FirstbellSystem system) {
        this.system = system;
    }

    @Test
    void whatTheFileSaysIsInTheRealm() throws IOException {
        Path file = Checkout.fromSystemProperties().root().resolve("realm-config/school-realm.json");
        Path exported = directory.resolve("exported.json");
        OfflineKeycloak keycloak = new OfflineKeycloak(system, "offline");

        keycloak.importRealm(file, SETTINGS);
        keycloak.exportRealm("school", exported);

        JsonNode said = JSON.readTree(RealmTemplate.fill(Files.readString(file), SETTINGS));
        assertThat(missing("", said, JSON.readTree(exported.toFile()))).isEmpty();
    }

    /** What is said and is not so: Keycloak adds its defaults, and keeps its own order of what has none. */
    private static Stream<String> missing(String path, JsonNode said, JsonNode actual) {
        if (said.isObject()) {
            return said.properties().stream()
                    .flatMap(field ->
                            missing(path + "/" + field.getKey(), field.getValue(), actual.path(field.getKey())));
        }
        if (said.isArray()) {
            return said.valueStream()
                    .filter(element -> actual.valueStream()
                            .noneMatch(candidate ->
                                    missing(path, element, candidate).findAny().isEmpty()))
                    .map(element -> path + ": " + element);
        }
        return said.equals(actual) ? Stream.empty() : Stream.of(path + ": " + said + ", not " + actual);
    }
}
