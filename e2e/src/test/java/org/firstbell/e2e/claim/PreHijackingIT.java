package org.firstbell.e2e.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.e2e.claim.ImportedSchool.aNewAddress;
import static org.firstbell.e2e.claim.ImportedSchool.refused;
import static org.firstbell.e2e.claim.ImportedSchool.subject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.firstbell.e2e.browser.Callback;
import org.firstbell.e2e.browser.Landing;
import org.firstbell.e2e.browser.Page;
import org.firstbell.e2e.client.Answer;
import org.firstbell.e2e.client.JsonHttp;
import org.firstbell.e2e.google.GoogleIdentity;
import org.firstbell.e2e.google.PlayedGoogle;
import org.firstbell.e2e.story.EndToEnd;
import org.firstbell.e2e.system.FirstbellSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Somebody gets hold of an account before its owner first signs in: the attacks of Sudhodanan and Paverd,
 * "Pre-hijacked accounts" (USENIX Security 2022), and all other doors that Keycloak has, on a placeholder.
 *
 * <p>The school has left every door open that it can: registration, forgotten passwords, password grants, a second
 * identity provider that verifies nothing, user info.
 */
@EndToEnd
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PreHijackingIT {

    private static final String PASSWORD = "correct horse battery staple";

    private final MailServer mail = new MailServer();
    private final JsonHttp http = new JsonHttp();
    private final ImportedSchool school;
    private final IntrudersTool tool;
    private String email;
    private String placeholder;
    private GoogleIdentity newcomer;
    private String mallory;
    private String mallorysAddress;

    PreHijackingIT(FirstbellSystem system, PlayedGoogle google) {
        school = new ImportedSchool(system, google, "pre-hijacking", "", this::openDoors);
        tool = new IntrudersTool(school);
    }

    private void openDoors(ObjectNode realm) {
        letUsersChangeTheirAddress(realm);
        ((ObjectNode) realm.at("/clients/0")).put("fullScopeAllowed", true);
        realm.put("registrationAllowed", true);
        mail.serve(realm);
        IntrudersTool.addTo(realm);
        ObjectNode provider = (ObjectNode) realm.at("/identityProviders/0");
        provider.withObject("/config").put("disableUserInfo", "false");
        realm.withArray("/identityProviders").add(provider.deepCopy().put("alias", "lax"));
    }

    private static void letUsersChangeTheirAddress(ObjectNode realm) {
        ArrayNode setting = (ArrayNode) realm.at("/components")
                .required("org.keycloak.userprofile.UserProfileProvider")
                .at("/0/config/kc.user.profile.config");
        setting.set(
                0,
                setting.get(0)
                        .textValue()
                        .replace(
                                "\"edit\": [\"admin\"]}, \"validations\": {\"email\"",
                                "\"edit\": [\"admin\", \"user\"]}, \"validations\": {\"email\""));
    }

    @AfterAll
    void closeSchool() {
        school.close();
        mail.close();
    }

    @BeforeEach
    void createPlaceholder() {
        email = aNewAddress();
        placeholder = school.placeholderFor(email);
        newcomer = GoogleIdentity.of(email);
        mallorysAddress = "mallory-" + email;
        mallory = createMallory();
    }

    /** Whatever was tried: nothing is gained by it, neither before the right person comes nor afterwards. */
    @AfterEach
    void theRightPersonGetsThePlaceholderAndNobodyElseHasAnythingOfIt() {
        school.assertUntouched(placeholder);
        school.assertGetsIn(newcomer, placeholder);
        assertThat(school.get("users/" + placeholder + "/sessions")).hasSize(1);
        assertThat(passwordGrant(email, PASSWORD).status()).isIn(400, 401);
        assertThat(school.user(mallory).required("email").textValue()).isEqualTo(mallorysAddress);
    }

    @Nested
    final class ClassicFederatedMerge {

        @Test
        void anAccountWithTheSameAddressCannotBeRegistered() {
            assertThat(refused(register("mallory-" + UUID.randomUUID(), email)).text())
                    .contains("already exists");
        }

        @Test
        void anAccountWithTheAddressForItsUserNameCannotBeRegistered() {
            assertThat(refused(register(email, "other-" + email)).text()).contains("already exists");
        }

        private Landing register(String username, String address) {
            Attempt attempt = school.attempt();
            Page form = (Page) attempt.open(attempt.loginPage().link("a[href*=registration]"));
            return attempt.browser()
                    .submit(form.form("form#kc-register-form")
                            .fill("username", username)
                            .fill("email", address)
                            .fill("firstName", "Mallory")
                            .fill("lastName", "Malice")
                            .fill("password", PASSWORD)
                            .fill("password-confirm", PASSWORD));
        }
    }

    @Nested
    final class UnexpiredSession {

        @Test
        void thereIsNoPasswordToStartOneWith() {
            assertThat(passwordGrant(email, PASSWORD).status()).isIn(400, 401);
            assertThat(passwordGrant(email, "").status()).isIn(400, 401);
            Attempt attempt = school.attempt();
            refused(attempt.browser()
                    .submit(attempt.loginPage()
                            .form("form#kc-form-login")
                            .fill("username", email)
                            .fill("password", PASSWORD)));
        }

        @Test
        void anAdministratorCannotStartOne() {
            assertThat(school.admin()
                            .post(school.name() + "/users/" + placeholder + "/impersonation", Map.of())
                            .status())
                    .isEqualTo(400);
        }

        @Test
        void aTokenCannotBeExchangedForOne() {
            String token = passwordGrant(mallorysAddress, PASSWORD)
                    .expect(200)
                    .body()
                    .required("access_token")
                    .textValue();
            assertThat(exchange(token, "requested_subject", email).status()).isIn(400, 401, 403);
            assertThat(exchange(token, "subject_issuer", "lax").status()).isIn(400, 401, 403);
        }

        private Answer exchange(String token, String parameter, String value) {
            return tool.grant(
                    "urn:ietf:params:oauth:grant-type:token-exchange",
                    Map.of(
                            "subject_token",
                            token,
                            "subject_token_type",
                            "urn:ietf:params:oauth:token-type:access_token",
                            parameter,
                            value));
        }
    }

    @Nested
    final class TrojanIdentifier {

        /** Mallory's own account gets an identity that carries the newcomer's address. */
        @Test
        void linkingAnIdentityOfTheSameAddressGivesNothingOfThePlaceholder() {
            GoogleIdentity mallorysGoogle = GoogleIdentity.of(email).with("email_verified", false);
            Attempt attempt = school.attempt();
            signInAsMallory(attempt);

            Landing landing = attempt.open(URI.create(attempt.lmsUri() + "&kc_action=idp_link:lax"));
            if (landing instanceof Page page) {
                landing = attempt.browser().submit(page.form("form"));
            }
            attempt.answer(((Callback) landing).uri(), mallorysGoogle);

            JsonNode links = school.get("users/" + mallory + "/federated-identity");
            assertThat(links).hasSize(1);
        }

        /** Even a Google account that proves the placeholder's address: who is signed in already does not claim. */
        @Test
        void linkingAGoogleAccountOfTheAddressGivesNothingOfThePlaceholder() {
            Attempt attempt = school.attempt();
            signInAsMallory(attempt);

            Landing landing = attempt.open(URI.create(attempt.lmsUri() + "&kc_action=idp_link:google"));
            if (landing instanceof Page page) {
                landing = attempt.browser().submit(page.form("form"));
            }
            attempt.answer(((Callback) landing).uri(), GoogleIdentity.of(email));

            assertThat(school.get("users/" + mallory + "/federated-identity")).hasSize(1);
            assertThat(school.firstBrokerLogins(placeholder)).isEmpty();
        }

        @Test
        void theLinkOfAnIdentityThatVerifiesNothingIsDenied() {
            Attempt attempt = school.attempt();
            refused(attempt.answer(attempt.choose(attempt.loginPage(), "lax"), newcomer.with("sub", "1")));

            assertThat(school.denials(placeholder)).containsExactly("other_provider");
        }
    }

    @Nested
    final class UnexpiredEmailChange {

        private ObjectNode provider;

        /** Then Keycloak takes the address over from Google at every login. */
        @BeforeEach
        void synchronizeAddresses() {
            provider = (ObjectNode) school.get("identity-provider/instances/google");
            ObjectNode forcing = provider.deepCopy();
            forcing.withObject("/config").put("syncMode", "FORCE");
            school.put("identity-provider/instances/google", forcing);
        }

        @AfterEach
        void importAddressesOnly() {
            school.put("identity-provider/instances/google", provider);
        }

        @Test
        void anIdentityThatTakesThePlaceholdersAddressOnLaterKeepsItsOwn() {
            GoogleIdentity renamed = GoogleIdentity.of(aNewAddress());
            String account = subject(school.signIn(renamed));

            refused(school.attempt().goAs(renamed.with("email", email)));

            assertThat(school.user(account).required("email").textValue())
                    .isEqualTo(renamed.idToken().get("email"));
            assertThat(school.denials(placeholder)).isEmpty();
        }

        /** CVE-2026-14781 again, at a later login. */
        @Test
        void anAddressThatOnlyUserInfoNamesIsNotVerified() {
            GoogleIdentity swapping = GoogleIdentity.of(aNewAddress());
            String account = subject(school.signIn(swapping));
            String victim = aNewAddress();

            assertThat(subject(school.signIn(swapping.withUserInfo("email", victim))))
                    .isEqualTo(account);

            assertThat(school.user(account).required("email").textValue()).isEqualTo(victim);
            assertThat(school.user(account).required("emailVerified").booleanValue())
                    .isFalse();
        }

        @Test
        void anAddressThatTheIdTokenVerifiesIsVerified() {
            GoogleIdentity renamed = GoogleIdentity.of(aNewAddress());
            String account = subject(school.signIn(renamed));
            String newAddress = aNewAddress();

            assertThat(subject(school.signIn(renamed.with("email", newAddress))))
                    .isEqualTo(account);

            assertThat(school.user(account).required("email").textValue()).isEqualTo(newAddress);
            assertThat(school.user(account).required("emailVerified").booleanValue())
                    .isTrue();
        }

        @Test
        void nobodyChangesTheirAddressToThatOfAPlaceholder() {
            String token = passwordGrant(mallorysAddress, PASSWORD)
                    .expect(200)
                    .body()
                    .required("access_token")
                    .textValue();
            URI account = URI.create(school.uri() + "/account");
            ObjectNode profile = (ObjectNode) http.send("GET", account, Optional.of(token), Optional.empty())
                    .expect(200)
                    .body();

            assertThat(http.send("POST", account, Optional.of(token), Optional.of(profile.put("email", email)))
                            .status())
                    .isEqualTo(409);
        }
    }

    @Nested
    final class ForgottenPassword {

        @Test
        void noMailIsSentForAPlaceholder() {
            forget(email);
            forget(mallorysAddress);

            assertThat(mail.linksTo(email)).isEmpty();
            assertThat(mail.linksTo(mallorysAddress)).hasSize(1);
        }

        private void forget(String address) {
            Attempt attempt = school.attempt();
            Page form = (Page) attempt.open(attempt.loginPage().link("a[href*=reset-credentials]"));
            refused(attempt.browser()
                    .submit(form.form("form#kc-reset-password-form").fill("username", address)));
        }
    }

    /** CVE-2026-14781: the ID token vouches for one address, user info names another. */
    @Nested
    final class SwappedAddress {

        @Test
        void doesNotClaim() {
            refused(school.attempt().goAs(GoogleIdentity.of(mallorysAddress).withUserInfo("email", email)));

            assertThat(school.denials(placeholder)).containsExactly("email_mismatch");
        }

        @Test
        void isNotTakenForVerifiedWhereNoPlaceholderWaits() {
            String victim = aNewAddress();

            String account = subject(school.signIn(
                    GoogleIdentity.of(mallorysAddress + ".example").withUserInfo("email", victim)));

            assertThat(school.user(account).required("email").textValue()).isEqualTo(victim);
            assertThat(school.user(account).required("emailVerified").booleanValue())
                    .isFalse();
        }

        @Test
        void isNotTakenForVerifiedWhereTheIdTokenNamesNoAddress() {
            String victim = aNewAddress();

            String account = subject(school.signIn(GoogleIdentity.of(victim).withIdToken("email", null)));

            assertThat(school.user(account).required("emailVerified").booleanValue())
                    .isFalse();
        }

        @Test
        void isNotTakenForVerifiedOnTheWordOfText() {
            GoogleIdentity newUser = GoogleIdentity.of(aNewAddress()).with("email_verified", "true");

            String account = subject(school.signIn(newUser));

            assertThat(school.user(account).required("emailVerified").booleanValue())
                    .isFalse();
        }

        @Test
        void anAddressThatBothNameIsVerified() {
            String account = subject(school.signIn(GoogleIdentity.of(aNewAddress())));

            assertThat(school.user(account).required("emailVerified").booleanValue())
                    .isTrue();
        }
    }

    /** Schools give the address of somebody who left to somebody else, who has another {@code sub}. */
    @Nested
    final class RecycledAddress {

        private GoogleIdentity predecessor;
        private String account;

        @BeforeEach
        void somebodyClaimedLongAgo() {
            String address = aNewAddress();
            predecessor = GoogleIdentity.of(address);
            account = school.placeholderFor(address);
            school.assertGetsIn(predecessor, account);
        }

        @Test
        void opensNothingOfThePredecessors() {
            GoogleIdentity successor = predecessor.with("sub", "1" + predecessor.subject());

            refused(school.attempt().goAs(successor));

            school.assertBelongsTo(account, predecessor);
        }

        @Test
        void opensNothingOfAPredecessorWhoWasRenamed() {
            GoogleIdentity successor = predecessor.with("sub", "1" + predecessor.subject());
            assertThat(subject(school.signIn(predecessor.with("email", aNewAddress()))))
                    .isEqualTo(account);

            refused(school.attempt().goAs(successor));

            school.assertBelongsTo(account, predecessor);
        }

        @Test
        void isClaimedAnewOnceThePredecessorIsDeleted() {
            GoogleIdentity successor = predecessor.with("sub", "1" + predecessor.subject());
            school.admin().delete(school.name() + "/users/" + account).expect(204);
            String successors =
                    school.placeholderFor((String) predecessor.idToken().get("email"));

            school.assertGetsIn(successor, successors);
            refused(school.attempt().goAs(predecessor));
            school.assertBelongsTo(successors, successor);
        }
    }

    private String createMallory() {
        school.post(
                "users",
                Map.of(
                        "username",
                        mallorysAddress,
                        "email",
                        mallorysAddress,
                        "firstName",
                        "Mallory",
                        "lastName",
                        "Malice",
                        "enabled",
                        true,
                        "credentials",
                        List.of(Map.of("type", "password", "value", PASSWORD))));
        return school.userByEmail(mallorysAddress).orElseThrow().required("id").textValue();
    }

    private void signInAsMallory(Attempt attempt) {
        Landing landing = attempt.browser()
                .submit(attempt.loginPage()
                        .form("form#kc-form-login")
                        .fill("username", mallorysAddress)
                        .fill("password", PASSWORD));
        assertThat(subject(attempt.outcome(landing))).isEqualTo(mallory);
    }

    private Answer passwordGrant(String username, String password) {
        return tool.passwordGrant(username, password, "openid");
    }
}
