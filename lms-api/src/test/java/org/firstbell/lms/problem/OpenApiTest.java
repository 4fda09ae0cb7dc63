package org.firstbell.lms.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.firstbell.lms.testing.Api;
import org.firstbell.lms.testing.LmsTest;
import org.firstbell.lms.testing.TestRealm;
import org.junit.jupiter.api.Test;

@LmsTest
class OpenApiTest {

    TestRealm realm;

    @Test
    void tellsWhereToSignInAndForWhat() {
        JsonNode document = Api.anonymously(realm).get("/q/openapi?format=json").json();

        assertThat(document.at("/components/securitySchemes/keycloak/openIdConnectUrl")
                        .asText())
                .isEqualTo(realm.issuer() + "/.well-known/openid-configuration");
        assertThat(document.at("/paths/~1api~1me/get/security/0").has("keycloak"))
                .isTrue();
        assertThat(document.at("/paths/~1api~1events/post/security")).hasToString("[{}]");
    }

    @Test
    void isShownServedAndWatched() {
        for (String path : List.of("/q/swagger-ui/", "/q/health/live", "/q/health/ready", "/q/metrics")) {
            assertThat(Api.anonymously(realm).get(path).status()).as(path).isEqualTo(200);
        }
    }

    @Test
    void saysWhatAProblemLooksLikeWhereverOneIsToBeExpected() {
        JsonNode document = Api.anonymously(realm).get("/q/openapi?format=json").json();

        assertThat(document.at("/components/schemas/Problem/properties").fieldNames())
                .toIterable()
                .contains("type", "title", "status", "detail", "violations");
        JsonNode refused = document.at("/paths/~1api~1courses/post/responses/400/content");
        assertThat(refused.path("application/problem+json").at("/schema/$ref").textValue())
                .isEqualTo("#/components/schemas/Problem");
        assertThat(document.at("/paths/~1api~1events/post/responses").has("401"))
                .isFalse();
        assertThat(document.at("/paths/~1api~1events/post/responses/400/content")
                        .has("application/json"))
                .isTrue();
    }

    /** Whoever changes the API changes the file with it, and sees in the difference what breaks for whom. */
    @Test
    void isTheOneInTheRepository() throws IOException {
        String served = Api.anonymously(realm)
                .get("/q/openapi")
                .response()
                .body()
                .replace(realm.issuer(), "https://keycloak.example/realms/school");
        Path current = Path.of("target/openapi.yaml");
        Files.writeString(current, served);

        assertThat(Path.of("../docs/lms-developers/openapi.yaml"))
                .as("if the difference is meant, copy lms-api/%s over it", current)
                .hasContent(served);
    }
}
