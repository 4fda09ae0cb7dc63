package org.firstbell.e2e.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The imported realm beside a new realm of the same Keycloak, so that an upgrade of Keycloak shows what it changes. */
@EndToEnd
@ResourceLock(School.LOCK)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RealmFilesIT {

    private static final String NEW_REALM = "new-realm";

    private final School school;

    RealmFilesIT(School school) {
        this.school = school;
    }

    @BeforeAll
    void createRealm() {
        school.admin().create(Map.of("realm", NEW_REALM, "enabled", true)).expect(201);
    }

    @AfterAll
    void deleteRealm() {
        school.admin().delete(NEW_REALM).expect(204);
    }

    @Test
    void theFirstBrokerLoginFlowBeginsWithTheClaim() {
        assertThat(executions("school", "firstbell first broker login"))
                .startsWith(
                        "0 ALTERNATIVE firstbell-claim-placeholder",
                        "0 ALTERNATIVE idp-create-user-if-unique",
                        "0 ALTERNATIVE flow");
        assertThat(school.admin()
                        .get("school")
                        .expect(200)
                        .body()
                        .required("firstBrokerLoginFlow")
                        .textValue())
                .isEqualTo("firstbell first broker login");
    }

    @Test
    void anExistingAccountIsHandledAsInKeycloaksOwnFlow() {
        List<String> ours = executions("school", "firstbell handle existing account");
        List<String> keycloaks = executions(NEW_REALM, "Handle Existing Account");

        assertThat(ours).isNotEmpty().isEqualTo(keycloaks);
    }

    @Test
    void theUserProfileIsKeycloaksOwnExceptForTheMarkerAndWhoChangesAnAddress() {
        ObjectNode expected = (ObjectNode)
                school.admin().get(NEW_REALM + "/users/profile").expect(200).body();
        ObjectNode ours = (ObjectNode)
                school.admin().get("school/users/profile").expect(200).body();

        ObjectNode marker = removeAttribute(ours, "firstbell.placeholder");
        assertThat(marker.at("/permissions/view"))
                .extracting(JsonNode::textValue)
                .containsExactly("admin");
        assertThat(marker.at("/permissions/edit"))
                .extracting(JsonNode::textValue)
                .containsExactly("admin");
        attribute(expected, "email").withObject("/permissions").putArray("edit").add("admin");
        assertThat(ours).isEqualTo(expected);
    }

    @Nested
    final class TheServiceAccountOfTheLms {

        @Test
        void holdsManagePlaceholdersAndNothingElse() {
            String user = school.lmsApiUser();
            JsonNode roles = school.admin()
                    .get("school/users/" + user + "/role-mappings")
                    .expect(200)
                    .body();

            assertThat(roles.has("realmMappings")).isFalse();
            assertThat(roles.required("clientMappings").findValuesAsText("name"))
                    .containsExactly("manage-placeholders");
        }
    }

    @Nested
    final class EveryClient {

        @Test
        void givesNoTokensForAPassword() {
            for (String clientId : List.of("lms-web", "lms-api")) {
                assertThat(client(clientId)
                                .required("directAccessGrantsEnabled")
                                .booleanValue())
                        .isFalse();
            }
        }

        @Test
        void thatIsPublicDemandsPkce() {
            assertThat(client("lms-web")
                            .at("/attributes/pkce.code.challenge.method")
                            .textValue())
                    .isEqualTo("S256");
        }

        private JsonNode client(String clientId) {
            return school.admin()
                    .get("school/clients?clientId=" + clientId)
                    .expect(200)
                    .body()
                    .get(0);
        }
    }

    /** The steps of a flow, sub-flows included: level, requirement, authenticator. */
    private List<String> executions(String realm, String flow) {
        List<String> steps = new ArrayList<>();
        school.admin()
                .get(realm + "/authentication/flows/" + flow.replace(" ", "%20") + "/executions")
                .expect(200)
                .body()
                .forEach(step -> steps.add(step.required("level").asText() + " "
                        + step.required("requirement").textValue() + " "
                        + (step.path("authenticationFlow").booleanValue()
                                ? "flow"
                                : step.required("providerId").textValue())));
        return steps;
    }

    private static ObjectNode removeAttribute(ObjectNode profile, String name) {
        ObjectNode attribute = attribute(profile, name);
        profile.withArray("/attributes").removeIf(attribute::equals);
        return attribute;
    }

    private static ObjectNode attribute(ObjectNode profile, String name) {
        for (JsonNode attribute : profile.required("attributes")) {
            if (attribute.required("name").textValue().equals(name)) {
                return (ObjectNode) attribute;
            }
        }
        throw new AssertionError("no attribute " + name);
    }
}
