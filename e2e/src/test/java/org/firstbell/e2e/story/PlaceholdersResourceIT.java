package org.firstbell.e2e.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.e2e.story.GoogleAccount.aGoogleAccount;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.firstbell.e2e.client.Answer;
import org.firstbell.e2e.client.JsonHttp;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** {@code /admin/realms/school/firstbell/placeholders}, as the LMS API's service account uses it. */
@EndToEnd
@ResourceLock(School.LOCK)
final class PlaceholdersResourceIT {

    private static final String PLACEHOLDERS = "/admin/realms/school/firstbell/placeholders";

    private final School school;
    private final JsonHttp http = new JsonHttp();
    private final String serviceAccount;

    PlaceholdersResourceIT(School school) {
        this.school = school;
        this.serviceAccount = school.serviceAccountToken();
    }

    @Nested
    final class Creating {

        @Test
        void answersEachPersonInTheOrderOfTheRequest() {
            GoogleAccount known = school.open(aGoogleAccount());
            school.arrive(known);
            GoogleAccount waiting = aGoogleAccount();
            String waitingId = created(waiting);
            GoogleAccount unknown = aGoogleAccount();

            JsonNode results = create(known.email(), "no address", unknown.email(), waiting.email());

            assertThat(results)
                    .extracting(result -> result.required("outcome").textValue())
                    .containsExactly("active", "invalid", "created", "waiting");
            assertThat(results.get(1).required("email").textValue()).isEqualTo("no address");
            assertThat(results.get(1).required("detail").textValue()).isNotBlank();
            assertThat(results.get(1).required("code").textValue()).isEqualTo("not-an-address");
            assertThat(results.get(3).required("userId").textValue()).isEqualTo(waitingId);
        }

        @Test
        void comparesAddressesWithoutRegardToCase() {
            GoogleAccount account = aGoogleAccount();
            String id = created(account);

            JsonNode results = create("  " + account.email().toUpperCase(Locale.ROOT) + " ");

            assertThat(results.get(0).required("outcome").textValue()).isEqualTo("waiting");
            assertThat(results.get(0).required("userId").textValue()).isEqualTo(id);
        }

        @Test
        void makesAUserWithTheRolesOfAnyNewUser() {
            String id = created(aGoogleAccount());

            assertThat(school.accountById(id).required("enabled").booleanValue())
                    .isFalse();
            assertThat(school.admin()
                            .get("school/users/" + id + "/role-mappings/realm")
                            .expect(200)
                            .body()
                            .findValuesAsText("name"))
                    .containsExactly("default-roles-school");
        }

        @Test
        void refusesAnIdentityProviderThatTheRealmDoesNotHave() {
            Answer answer = post(Map.of(
                    "identityProvider",
                    "nobody",
                    "people",
                    List.of(Map.of("email", aGoogleAccount().email()))));

            assertThat(answer.status()).isEqualTo(400);
        }

        @Test
        void refusesAnEmptyList() {
            assertThat(post(Map.of("identityProvider", "google", "people", List.of()))
                            .status())
                    .isEqualTo(400);
        }
    }

    @Nested
    final class Planning {

        @Test
        void answersAsCreatingWouldAndChangesNothing() {
            GoogleAccount waiting = aGoogleAccount();
            String waitingId = created(waiting);
            GoogleAccount unknown = aGoogleAccount();

            JsonNode results = as(
                            serviceAccount,
                            "POST",
                            PLACEHOLDERS + "/plan",
                            Optional.of(request("no address", unknown.email(), waiting.email())))
                    .expect(200)
                    .body()
                    .required("results");

            assertThat(results)
                    .extracting(result -> result.required("outcome").textValue())
                    .containsExactly("invalid", "created", "waiting");
            assertThat(results.get(1).has("userId")).isFalse();
            assertThat(results.get(2).required("userId").textValue()).isEqualTo(waitingId);
            assertThat(school.account(unknown.email())).isEmpty();
        }

        @Test
        void isForThoseWhoMayCreate() {
            assertThat(as(
                                    school.aTeachersToken(),
                                    "POST",
                                    PLACEHOLDERS + "/plan",
                                    Optional.of(request(aGoogleAccount().email())))
                            .status())
                    .isIn(401, 403);
        }
    }

    @Nested
    final class Finding {

        @Test
        void listsAndCountsThoseWhoWait() {
            GoogleAccount account = aGoogleAccount();
            String id = created(account);
            String search = "?" + JsonHttp.formEncoded(Map.of("search", account.email()));

            JsonNode page = send("GET", search).expect(200).body();
            JsonNode count = send("GET", "/count" + search).expect(200).body();

            assertThat(page.findValuesAsText("userId")).containsExactly(id);
            assertThat(count.required("count").intValue()).isEqualTo(1);
        }
    }

    @Nested
    final class Deleting {

        @Test
        void removesAPlaceholder() {
            String id = created(aGoogleAccount());

            assertThat(send("DELETE", "/" + id).status()).isEqualTo(204);

            assertThat(school.admin().get("school/users/" + id).status()).isEqualTo(404);
        }

        @Test
        void leavesAloneWhoeverHasClaimedTheirs() {
            GoogleAccount account = school.open(aGoogleAccount());
            String id = created(account);
            school.arrive(account);

            assertThat(send("DELETE", "/" + id).status()).isEqualTo(409);

            assertThat(school.links(id)).hasSize(1);
        }

        @Test
        void leavesAloneWhoeverNeverWasAPlaceholder() {
            String admin = school.account("admin@school.example")
                    .orElseThrow()
                    .required("id")
                    .textValue();

            assertThat(send("DELETE", "/" + admin).status()).isEqualTo(409);
        }
    }

    @Nested
    final class Callers {

        @Test
        void theServiceAccountTouchesNoOtherUser() {
            String admin = school.account("admin@school.example")
                    .orElseThrow()
                    .required("id")
                    .textValue();
            String users = "/admin/realms/school/users";

            assertThat(as(serviceAccount, "GET", users, Optional.empty()).status())
                    .isEqualTo(403);
            assertThat(as(serviceAccount, "GET", users + "/" + admin, Optional.empty())
                            .status())
                    .isEqualTo(403);
            assertThat(as(serviceAccount, "POST", users, Optional.of(Map.of("username", "somebody")))
                            .status())
                    .isEqualTo(403);
            assertThat(as(serviceAccount, "PUT", users + "/" + admin, Optional.of(Map.of("enabled", false)))
                            .status())
                    .isEqualTo(403);
            assertThat(as(serviceAccount, "DELETE", users + "/" + admin, Optional.empty())
                            .status())
                    .isEqualTo(403);
        }

        @Test
        void theServiceAccountSeesNoDeliveries() {
            assertThat(as(serviceAccount, "GET", "/admin/realms/school/firstbell/deliveries", Optional.empty())
                            .status())
                    .isEqualTo(403);
        }

        @Test
        void aTeacherMayNotUseIt() {
            assertThat(as(school.aTeachersToken(), "GET", PLACEHOLDERS, Optional.empty())
                            .status())
                    .isIn(401, 403);
        }

        @Test
        void nobodyMayUseItWithoutAToken() {
            assertThat(http.send("GET", uri(PLACEHOLDERS), Optional.empty(), Optional.empty())
                            .status())
                    .isEqualTo(401);
        }
    }

    private String created(GoogleAccount account) {
        JsonNode result = create(account.email()).get(0);
        assertThat(result.required("outcome").textValue()).isEqualTo("created");
        return result.required("userId").textValue();
    }

    private JsonNode create(String... emails) {
        return post(request(emails)).expect(200).body().required("results");
    }

    private static Map<String, Object> request(String... emails) {
        List<Map<String, String>> people =
                List.of(emails).stream().map(email -> Map.of("email", email)).toList();
        return Map.of("identityProvider", "google", "people", people);
    }

    private Answer post(Object body) {
        return as(serviceAccount, "POST", PLACEHOLDERS, Optional.of(body));
    }

    private Answer send(String method, String below) {
        return as(serviceAccount, method, PLACEHOLDERS + below, Optional.empty());
    }

    private Answer as(String token, String method, String path, Optional<?> body) {
        return http.send(method, uri(path), Optional.of(token), body);
    }

    private URI uri(String path) {
        return school.system().keycloak().uri().resolve(path);
    }
}
