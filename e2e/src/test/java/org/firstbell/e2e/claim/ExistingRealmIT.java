package org.firstbell.e2e.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.e2e.claim.ImportedSchool.aNewAddress;
import static org.firstbell.e2e.claim.ImportedSchool.subject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.firstbell.e2e.claim.RealmCommand.Run;
import org.firstbell.e2e.google.GoogleIdentity;
import org.firstbell.e2e.google.PlayedGoogle;
import org.firstbell.e2e.story.EndToEnd;
import org.firstbell.e2e.system.FirstbellSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The command that brings a realm that exists to where Firstbell works in it, and back; run as school IT runs it. */
@EndToEnd
final class ExistingRealmIT {

    private static final AtomicInteger REALMS = new AtomicInteger();

    private final FirstbellSystem system;
    private final ImportedSchool school;

    ExistingRealmIT(FirstbellSystem system, PlayedGoogle google) {
        this.system = system;
        school = new ImportedSchool(
                system, google, "existing" + REALMS.incrementAndGet(), "", ExistingRealmIT::leaveWhatEverySchoolHas);
    }

    private static void leaveWhatEverySchoolHas(ObjectNode realm) {
        realm.retain("realm", "enabled", "identityProviders");
    }

    @AfterEach
    void closeSchool() {
        school.close();
    }

    @Test
    void aPlanChangesNothing() {
        JsonNode before = export();

        Run plan = run("plan");

        assertThat(plan.exit()).isZero();
        assertThat(plan.out())
                .contains("+ event listener firstbell", "+ client lms-api", "10 changes")
                .doesNotContain("no changes");
        assertThat(export()).isEqualTo(before);
    }

    @Test
    void onceAppliedPeopleClaimTheirPlaceholdersAndNothingIsLeftToChange() {
        assertThat(run("apply").out()).contains("10 changes made");

        String email = aNewAddress();
        String placeholder = school.placeholderFor(email);
        school.assertGetsIn(GoogleIdentity.of(email), placeholder);
        GoogleIdentity stranger = GoogleIdentity.of(aNewAddress());
        school.assertBelongsTo(subject(school.signIn(stranger)), stranger);
        assertThat(run("plan").out()).contains("no changes");
        assertThat(run("apply").out()).contains("no changes");
    }

    @Test
    void onceRemovedTheRealmIsAsItWas() {
        JsonNode before = export();
        run("apply");
        assertThat(export()).isNotEqualTo(before);

        assertThat(remove("--dry-run").out()).contains("10 changes would be undone");
        assertThat(remove().out()).contains("10 changes undone");

        assertThat(export()).isEqualTo(before);
        assertThat(remove().out()).contains("nothing that apply has added is here");
    }

    @Test
    void aRealmFromOurFileNeedsNothing() {
        try (ImportedSchool imported =
                new ImportedSchool(system, school.google(), "from-our-file", "school.example", realm -> {})) {
            assertThat(execute("plan", imported.name(), setup("google")).out()).contains("no changes");
        }
    }

    @Nested
    final class WhenTheSchoolHasGoneItsOwnWay {

        @Test
        void aFlowOfTheProvidersOwnAndAClientAreKeptAndPutBack() {
            school.post("authentication/flows/first%20broker%20login/copy", Map.of("newName", "ours"));
            ObjectNode google = (ObjectNode) school.get("identity-provider/instances/google");
            school.put("identity-provider/instances/google", google.put("firstBrokerLoginFlowAlias", "ours"));
            school.post("clients", Map.of("clientId", "lms-api", "serviceAccountsEnabled", true, "secret", "s"));
            school.post("clients", Map.of("clientId", "lms-web", "publicClient", true));
            JsonNode before = export();

            assertThat(run("apply").out())
                    .contains(
                            "+ flow \"firstbell ours\"",
                            "+ attribute firstbell.events.url of client lms-api",
                            "+ the LMS as audience of the tokens of client lms-web");
            String email = aNewAddress();
            school.placeholderFor(email);
            assertThat(run("plan").out()).contains("no changes");

            remove();
            school.admin().delete(school.name() + "/users/" + userOf(email)).expect(204);
            assertThat(export()).isEqualTo(before);
        }

        private String userOf(String email) {
            return school.userByEmail(email).orElseThrow().required("id").textValue();
        }
    }

    @Nested
    final class Refuses {

        @Test
        void anIdentityProviderThatIsNotThere() {
            JsonNode before = export();

            Run apply = execute("apply", school.name(), setup("gogle"));

            assertThat(apply.exit()).isEqualTo(1);
            assertThat(apply.err()).contains("has no identity provider gogle");
            assertThat(export()).isEqualTo(before);
        }

        @Test
        void aRealmInWhichAnAddressDoesNotTellWhoIsMeant() {
            school.admin()
                    .put(school.name(), Map.of("duplicateEmailsAllowed", true))
                    .expect(204);

            Run plan = run("plan");

            assertThat(plan.exit()).isEqualTo(1);
            assertThat(plan.err()).contains("several users have the same e-mail address");
        }

        @Test
        void aClientWithoutServiceAccount() {
            school.post("clients", Map.of("clientId", "lms-api", "secret", "s"));

            assertThat(run("apply").err()).contains("Client lms-api has no service account");
        }

        @Test
        void aRealmThatIsNotThere() {
            assertThat(execute("plan", "nowhere", setup("google")).err()).contains("There is no realm nowhere");
        }

        @Test
        void aCallThatSaysTooLittle() {
            Run plan = execute("plan", school.name(), List.of());

            assertThat(plan.exit()).isEqualTo(2);
            assertThat(plan.err()).contains("--identity-provider", "--lms-url");
        }
    }

    @Test
    void whatWasMadeBeforeAFailureIsUndoneAndWhatWasHalfMadeToo() {
        school.post("authentication/flows", flow("firstbell first broker login unclaimed"));
        JsonNode before = export();

        Run apply = run("apply");

        assertThat(apply.exit()).isEqualTo(1);
        assertThat(apply.err()).contains("HTTP 409");
        assertThat(apply.out()).contains("+ event listener firstbell").doesNotContain("which begins with the claim");
        assertThat(remove().out()).contains("- flow \"firstbell first broker login\"");
        assertThat(export()).isEqualTo(before);
    }

    private static Map<String, Object> flow(String alias) {
        return Map.of("alias", alias, "providerId", "basic-flow", "topLevel", true, "builtIn", false);
    }

    private JsonNode export() {
        return inOneOrder(school.admin()
                .post(school.name() + "/partial-export?exportClients=true&exportGroupsAndRoles=true", Map.of())
                .expect(200)
                .body());
    }

    /** Keycloak lists the members of a set as they come. */
    private static JsonNode inOneOrder(JsonNode json) {
        if (json instanceof ArrayNode array && array.size() > 1 && array.get(0).isTextual()) {
            List<JsonNode> texts = new ArrayList<>();
            array.forEach(texts::add);
            texts.sort(Comparator.comparing(JsonNode::asText));
            array.removeAll().addAll(texts);
        } else {
            json.forEach(ExistingRealmIT::inOneOrder);
        }
        return json;
    }

    private Run run(String command) {
        return execute(command, school.name(), setup("google"));
    }

    private Run remove(String... options) {
        return execute("remove", school.name(), List.of(options));
    }

    private List<String> setup(String identityProvider) {
        return List.of(
                "--identity-provider",
                identityProvider,
                "--lms-url",
                system.lms().uri().toString());
    }

    private Run execute(String command, String realm, List<String> options) {
        return new RealmCommand(system, realm).run(command, options);
    }
}
