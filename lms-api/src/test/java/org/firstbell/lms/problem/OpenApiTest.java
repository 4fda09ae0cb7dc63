package org.firstbell.lms.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
}
