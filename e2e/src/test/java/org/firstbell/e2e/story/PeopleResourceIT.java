package org.firstbell.e2e.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.e2e.story.GoogleAccount.aGoogleAccount;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.firstbell.e2e.client.Answer;
import org.firstbell.e2e.client.JsonHttp;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** {@code /admin/realms/school/firstbell/people}, as the LMS API's service account uses it. */
@EndToEnd
@ResourceLock(School.LOCK)
final class PeopleResourceIT {

    private final School school;
    private final JsonHttp http = new JsonHttp();
    private final String serviceAccount;

    PeopleResourceIT(School school) {
        this.school = school;
        this.serviceAccount = school.serviceAccountToken();
    }

    @Nested
    final class Tells {

        @Test
        void whoAPersonIsByAddressAndById() {
            GoogleAccount account = arrived();
            String id = idOf(account);
            long before = Instant.now().getEpochSecond();

            JsonNode answer = find(List.of(account.email().toUpperCase(Locale.ROOT)), List.of(id));

            assertThat(answer.required("people")).hasSize(1);
            JsonNode person = answer.at("/people/0");
            assertThat(person.required("userId").textValue()).isEqualTo(id);
            assertThat(person.required("email").textValue()).isEqualTo(account.email());
            assertThat(person.required("emailVerified").booleanValue()).isTrue();
            assertThat(person.required("givenName").textValue()).isEqualTo("Demo");
            assertThat(person.required("familyName").textValue()).isEqualTo("Newcomer");
            assertThat(person).hasSize(5);
            assertThat(answer.required("gone")).isEmpty();
            assertThat(Instant.parse(answer.required("asOf").textValue()).getEpochSecond())
                    .isBetween(before, Instant.now().getEpochSecond());
        }

        @Test
        void whoIsDisabled() {
            GoogleAccount account = arrived();
            change(account, user -> user.put("enabled", false));

            assertThat(userIds(find(List.of(account.email()), List.of()))).containsExactly(idOf(account));
        }

        @Test
        void whoIsGone() {
            GoogleAccount account = arrived();
            String deleted = idOf(account);
            school.admin().delete("school/users/" + deleted).expect(204);
            String never = UUID.randomUUID().toString();

            JsonNode answer = find(List.of(account.email()), List.of(deleted, never, deleted));

            assertThat(answer.required("people")).isEmpty();
            assertThat(answer.required("gone")).extracting(JsonNode::textValue).containsExactly(deleted, never);
        }
    }

    @Nested
    final class KeepsToItself {

        @Test
        void placeholders() {
            GoogleAccount account = aGoogleAccount();
            String id = school.placeholderFor(account);

            assertThatNobodyIsToldOf(find(List.of(account.email()), List.of(id)));
        }

        @Test
        void applications() {
            String user = school.lmsApiUser();

            assertThatNobodyIsToldOf(find(List.of(), List.of(user)));
        }

        @Test
        void whoseAddressIsNotProvenIfAskedByIt() {
            GoogleAccount account = arrived();
            change(account, user -> user.put("emailVerified", false));

            assertThatNobodyIsToldOf(find(List.of(account.email()), List.of()));
            JsonNode byId = find(List.of(), List.of(idOf(account)));
            assertThat(byId.at("/people/0/emailVerified").booleanValue()).isFalse();
        }

        @Test
        void usersOfOtherRealms() {
            GoogleAccount account = school.open(aGoogleAccount());
            String atGoogle = school.admin()
                    .findUser("google", account.email())
                    .orElseThrow()
                    .required("id")
                    .textValue();

            JsonNode answer = find(List.of(account.email()), List.of(atGoogle));

            assertThat(answer.required("people")).isEmpty();
            assertThat(answer.required("gone")).hasSize(1);
        }

        private void assertThatNobodyIsToldOf(JsonNode answer) {
            assertThat(answer.required("people")).isEmpty();
            assertThat(answer.required("gone")).isEmpty();
        }
    }

    @Nested
    final class Refuses {

        @Test
        void whatIsNotAQuestion() {
            assertRefused(Map.of());
            assertRefused(Map.of("emails", List.of(), "userIds", List.of()));
            assertRefused(Map.of("emails", Collections.nCopies(1_001, "a@school.example")));
            assertRefused(Map.of("emails", Collections.singletonList(null)));
            assertRefused(Map.of("userIds", Collections.singletonList(null)));
            assertRefused(Map.of("userIds", List.of("x")));
            assertRefused(Map.of("userIds", List.of("\u0000")));
            assertRefused(Map.of("userIds", List.of(UUID.randomUUID().toString().toUpperCase(Locale.ROOT))));
        }

        @Test
        void nothingForAThousandOrForWhatIsNoAddress() {
            assertThat(find(
                                    Collections.nCopies(500, "a\u0000@x"),
                                    Collections.nCopies(500, UUID.randomUUID().toString()))
                            .required("gone"))
                    .hasSize(1);
        }

        @Test
        void whoMayNotSeePlaceholders() {
            Map<String, ?> question = Map.of("emails", List.of("admin@school.example"));

            assertThat(as(Optional.of(school.aTeachersToken()), question).status())
                    .isIn(401, 403);
            assertThat(as(Optional.empty(), question).status()).isEqualTo(401);
        }

        private void assertRefused(Map<String, ?> question) {
            Answer answer = as(Optional.of(serviceAccount), question);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body().required("errorMessage").textValue()).isNotBlank();
        }
    }

    private GoogleAccount arrived() {
        GoogleAccount account = school.open(aGoogleAccount());
        school.arrive(account);
        return account;
    }

    private String idOf(GoogleAccount account) {
        return school.account(account.email()).orElseThrow().required("id").textValue();
    }

    private void change(GoogleAccount account, Consumer<ObjectNode> how) {
        ObjectNode user = (ObjectNode) school.account(account.email()).orElseThrow();
        how.accept(user);
        school.admin()
                .put("school/users/" + user.required("id").textValue(), user)
                .expect(204);
    }

    private static List<String> userIds(JsonNode answer) {
        return answer.required("people").findValuesAsText("userId");
    }

    private JsonNode find(List<String> emails, List<String> userIds) {
        return as(Optional.of(serviceAccount), Map.of("emails", emails, "userIds", userIds))
                .expect(200)
                .body();
    }

    private Answer as(Optional<String> token, Map<String, ?> question) {
        URI people = school.system().keycloak().uri().resolve("/admin/realms/school/firstbell/people");
        return http.send("POST", people, token, Optional.of(question));
    }
}
