package org.firstbell.e2e.placeholder;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.e2e.placeholder.PlaceholderRealm.named;
import static org.firstbell.e2e.placeholder.PlaceholderRealm.outcomes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.firstbell.e2e.client.KeycloakAdmin;
import org.firstbell.e2e.client.Patience;
import org.firstbell.e2e.story.EndToEnd;
import org.firstbell.e2e.system.FirstbellSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Placeholders are written many at a time, past Keycloak's own way of adding a user; here is what must come of it. */
@EndToEnd
final class NewPlaceholdersIT {

    /** More than a batch, so that several are made side by side. */
    private static final int MANY = 1_200;

    private static final Patience PATIENCE = Patience.of(Duration.ofSeconds(30));

    private final FirstbellSystem system;
    private final KeycloakAdmin admin;
    private final PlaceholderRealm realm;

    NewPlaceholdersIT(FirstbellSystem system) {
        this.system = system;
        admin = system.admin();
        realm = new PlaceholderRealm(
                admin,
                Map.of(
                        "groups", List.of(Map.of("name", "newcomers"), Map.of("name", "readers")),
                        "defaultGroups", List.of("/newcomers", "/readers"),
                        "requiredActions",
                                List.of(Map.of(
                                        "alias", "UPDATE_PROFILE",
                                        "providerId", "UPDATE_PROFILE",
                                        "name", "Update Profile",
                                        "enabled", true,
                                        "defaultAction", true))));
    }

    @AfterEach
    void closeRealm() {
        realm.close();
    }

    @Test
    void equalUsersOfKeycloaksOwnMaking() throws SQLException {
        declareAHouseForEverybody();
        String email = "ada@school.example";
        String placeholder = id(realm.create(List.of(named(email))).get(0));
        JsonNode asPlaceholder = representation(placeholder);
        String rowsOfThePlaceholder = rows(placeholder);
        admin.delete(path("/users/" + placeholder)).expect(204);

        admin.post(
                        path("/users"),
                        Map.of(
                                "username",
                                email,
                                "email",
                                email,
                                "firstName",
                                "Ada",
                                "lastName",
                                "Lovelace",
                                "enabled",
                                false,
                                "attributes",
                                Map.of("firstbell.placeholder", List.of("google"))))
                .expect(201);
        String user =
                admin.findUser(realm.name(), email).orElseThrow().required("id").textValue();

        assertThat(rowsOfThePlaceholder).isEqualTo(rows(user));
        assertThat(asPlaceholder).isEqualTo(representation(user));
        assertThat(rowsOfThePlaceholder)
                .as("that there was something to compare")
                .contains("UPDATE_PROFILE", "north", "firstbell.placeholder", "UNMANAGED", "Lovelace");
    }

    @Test
    void areMadeOnceForAnAddressThatComesTwice() {
        JsonNode results = realm.create(List.of(named("ada@school.example"), named("ADA@school.example")));

        assertThat(outcomes(results)).containsExactly("created", "waiting");
        assertThat(id(results.get(1))).isEqualTo(id(results.get(0)));
    }

    @Test
    void areMadeOnceByTwoWhoMakeTheSameAtTheSameTime() {
        List<Map<String, String>> people = IntStream.range(0, MANY)
                .mapToObj(i -> named("student" + i + "@school.example"))
                .toList();
        List<Map<String, String>> backwards = new ArrayList<>(people);
        Collections.reverse(backwards);

        CompletableFuture<JsonNode> one = CompletableFuture.supplyAsync(() -> realm.create(people));
        CompletableFuture<JsonNode> other = CompletableFuture.supplyAsync(() -> realm.create(backwards));

        assertThat(Stream.concat(outcomes(one.join()).stream(), outcomes(other.join()).stream()))
                .as("each of them once, and seen by the other")
                .filteredOn("created"::equals)
                .hasSize(MANY);
        assertThat(ids(one.join())).hasSize(MANY).isEqualTo(ids(other.join()));
        assertThat(admin.get(path("/users/count")).expect(200).body().intValue())
                .isEqualTo(MANY);
    }

    @Test
    void areAnsweredInTheOrderOfTheRequestHoweverManyThereAre() {
        List<Map<String, String>> people = IntStream.range(0, MANY)
                .mapToObj(i -> named(i % 100 == 7 ? "nobody" + i : "student" + i + "@school.example"))
                .toList();

        JsonNode results = realm.create(people);

        assertThat(results.findValuesAsText("email"))
                .isEqualTo(people.stream().map(person -> person.get("email")).toList());
        assertThat(IntStream.range(0, MANY).filter(i -> outcomes(results).get(i).equals("invalid")))
                .containsExactly(IntStream.range(0, MANY)
                        .filter(i -> i % 100 == 7)
                        .boxed()
                        .toArray(Integer[]::new));
    }

    @Test
    void areAnnouncedToTheWorkflowsOfTheRealm() {
        welcome("role", "user-role-granted(default-roles-" + realm.name() + ")");
        welcome("group", "user-group-membership-added(/readers)");
        welcome("user", "user-created");

        String placeholder =
                id(realm.create(List.of(named("ada@school.example"))).get(0));

        PATIENCE.await(
                "all workflows to have heard of it",
                () -> Optional.of(rolesOf(placeholder))
                        .filter(roles -> roles.containsAll(
                                List.of("welcomed-for-role", "welcomed-for-group", "welcomed-for-user"))));
    }

    @Test
    void areNotMadeForPeopleWhoAreInTheSchoolsDirectory() throws LDAPException, LDIFException {
        try (LdapDirectory directory = new LdapDirectory()) {
            directory.add("ada", "ada@school.example");
            admin.post(path("/components"), directory.asUserFederation()).expect(201);

            JsonNode results = realm.create(List.of(named("ada@school.example"), named("ben@school.example")));

            assertThat(outcomes(results)).containsExactly("active", "created");
            assertThat(admin.findUser(realm.name(), "ada@school.example")
                            .orElseThrow()
                            .required("username")
                            .textValue())
                    .isEqualTo("ada");
        }
    }

    /** A workflow that marks with a role whoever it hears of. */
    private void welcome(String occasion, String event) {
        String role = "welcomed-for-" + occasion;
        admin.post(path("/roles"), Map.of("name", role)).expect(201);
        admin.post(
                        path("/workflows"),
                        Map.of(
                                "name", role,
                                "on", event,
                                "steps", List.of(Map.of("uses", "grant-role", "with", Map.of("role", List.of(role))))))
                .expect(201);
    }

    private List<String> rolesOf(String user) {
        return admin.get(path("/users/" + user + "/role-mappings/realm"))
                .expect(200)
                .body()
                .findValuesAsText("name");
    }

    private void declareAHouseForEverybody() {
        ObjectNode profile =
                (ObjectNode) admin.get(path("/users/profile")).expect(200).body();
        profile.put("unmanagedAttributePolicy", "ADMIN_EDIT");
        profile.withArray("attributes")
                .addObject()
                .put("name", "house")
                .put("defaultValue", "north")
                .putObject("permissions")
                .putPOJO("view", List.of("admin"))
                .putPOJO("edit", List.of("admin"));
        admin.put(path("/users/profile"), profile).expect(200);
    }

    private String path(String below) {
        return realm.name() + below;
    }

    private static String id(JsonNode result) {
        return result.required("userId").textValue();
    }

    private static Map<String, String> ids(JsonNode results) {
        return results.valueStream()
                .collect(toMap(result -> result.required("email").textValue(), NewPlaceholdersIT::id));
    }

    /** As the Admin Console sees it, short of what differs between any two users. */
    private JsonNode representation(String user) {
        ObjectNode seen =
                (ObjectNode) admin.get(path("/users/" + user)).expect(200).body();
        assertThat(seen.remove("createdTimestamp").longValue()).isPositive();
        seen.remove("id");
        seen.set(
                "roles",
                admin.get(path("/users/" + user + "/role-mappings")).expect(200).body());
        seen.set(
                "groups",
                admin.get(path("/users/" + user + "/groups")).expect(200).body());
        return seen;
    }

    /** All that Keycloak's tables hold of a user, short of ids and of the time. */
    private String rows(String user) throws SQLException {
        try (Connection connection = system.keycloak().connectToDatabase();
                PreparedStatement query = connection.prepareStatement("""
                        select jsonb_pretty(to_jsonb(u) - 'id' - 'created_timestamp' - 'last_modified_timestamp'
                            || jsonb_build_object(
                                'times', u.created_timestamp > 0 and u.last_modified_timestamp > 0,
                                'attributes', (select jsonb_agg(to_jsonb(a) - 'id' - 'user_id' order by a.name)
                                               from user_attribute a where a.user_id = u.id),
                                'roles', (select jsonb_agg(to_jsonb(r) - 'user_id' order by r.role_id)
                                          from user_role_mapping r where r.user_id = u.id),
                                'groups', (select jsonb_agg(to_jsonb(g) - 'user_id' order by g.group_id)
                                           from user_group_membership g where g.user_id = u.id),
                                'actions', (select jsonb_agg(to_jsonb(q) - 'user_id' order by q.required_action)
                                            from user_required_action q where q.user_id = u.id)))
                        from user_entity u where u.id = ?
                        """)) {
            query.setString(1, user);
            try (ResultSet rows = query.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }
}
