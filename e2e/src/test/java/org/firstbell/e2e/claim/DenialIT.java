package org.firstbell.e2e.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.e2e.claim.ImportedSchool.aNewAddress;
import static org.firstbell.e2e.claim.ImportedSchool.refused;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.firstbell.e2e.browser.Callback;
import org.firstbell.e2e.browser.Form;
import org.firstbell.e2e.browser.Landing;
import org.firstbell.e2e.browser.Page;
import org.firstbell.e2e.google.GoogleIdentity;
import org.firstbell.e2e.google.PlayedGoogle;
import org.firstbell.e2e.story.EndToEnd;
import org.firstbell.e2e.system.FirstbellSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who is turned away, with which page and which reason, and that it stays at that.
 *
 * <p>The school asks Google's user info service too, leaves the hosted domain to the claim, speaks four languages, has a
 * second identity provider, and links whoever comes with the address of an existing account to it without asking: the
 * claim is all that stands before a placeholder.
 */
@EndToEnd
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DenialIT {

    private static final String FLOW = "firstbell first broker login";

    private final ImportedSchool school;
    private String email;
    private String placeholder;
    private GoogleIdentity newcomer;

    DenialIT(FirstbellSystem system, PlayedGoogle google) {
        school = new ImportedSchool(system, google, "denials", "", DenialIT::change);
    }

    private static void change(ObjectNode realm) {
        ObjectNode provider = (ObjectNode) realm.at("/identityProviders/0");
        provider.withObject("/config").put("disableUserInfo", "false");
        realm.withArray("/identityProviders").add(provider.deepCopy().put("alias", "personal"));
        ((ObjectNode) realm.at("/authenticatorConfig/0/config")).put("hostedDomains", "school.example");
        ((ObjectNode) realm.at("/authenticationFlows/0/authenticationExecutions/2"))
                .removeAll()
                .put("authenticator", "idp-auto-link")
                .put("requirement", "ALTERNATIVE")
                .put("priority", 30);
        realm.put("internationalizationEnabled", true).put("defaultLocale", "en");
        realm.putArray("supportedLocales").add("en").add("de").add("it").add("es");
    }

    @BeforeEach
    void createPlaceholder() {
        email = aNewAddress();
        placeholder = school.placeholderFor(email);
        newcomer = GoogleIdentity.of(email);
    }

    @AfterAll
    void closeSchool() {
        school.close();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("strangers")
    void aStrangerIsTurnedAwayAndTheRightPersonIsNot(
            String reason, String what, UnaryOperator<GoogleIdentity> difference) {
        Page page = refused(school.attempt().goAs(difference.apply(newcomer)));

        assertDenied(page, reason);
        assertThat(school.denials(placeholder)).hasSize(1);
        school.assertUntouched(placeholder);
        school.assertGetsIn(newcomer, placeholder);
    }

    static Stream<Arguments> strangers() {
        return Stream.of(
                stranger("email_not_verified", "false", it -> it.with("email_verified", false)),
                stranger("email_not_verified", "missing", it -> it.without("email_verified")),
                stranger("email_not_verified", "text", it -> it.with("email_verified", "true")),
                stranger("email_not_verified", "a number", it -> it.with("email_verified", 1)),
                stranger("email_not_verified", "a list", it -> it.with("email_verified", List.of(true))),
                stranger("email_not_verified", "only user info says so", it -> it.withIdToken("email_verified", null)),
                stranger("email_not_verified", "of no address", it -> it.withIdToken("email", null)),
                stranger(
                        "email_mismatch",
                        "of another address",
                        it -> it.withIdToken("email", "mallory@school.example")),
                stranger("hosted_domain", "another", it -> it.with("hd", "other.example")),
                stranger("hosted_domain", "a subdomain", it -> it.with("hd", "mail.school.example")),
                stranger("hosted_domain", "missing", it -> it.without("hd")),
                stranger("hosted_domain", "a list", it -> it.with("hd", List.of("school.example"))),
                stranger("hosted_domain", "only user info says so", it -> it.withIdToken("hd", null)));
    }

    private static Arguments stranger(String reason, String what, UnaryOperator<GoogleIdentity> difference) {
        return Arguments.of(reason, what, difference);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en | false | school.example | does not confirm that your e-mail address is yours",
                "de | false | school.example | bestätigt nicht, dass Ihre E-Mail-Adresse Ihnen gehört",
                "it | false | school.example | non conferma che l'indirizzo e-mail sia tuo",
                "es | false | school.example | no confirma que la dirección de correo sea tuya",
                "en | true  | other.example  | this is not an account of your school",
                "de | true  | other.example  | Dies ist kein Konto Ihrer Schule",
                "it | true  | other.example  | questo non è un account della tua scuola",
                "es | true  | other.example  | esta no es una cuenta de tu centro"
            })
    void thePageSaysWhyInTheLanguageOfTheLogin(
            String language, boolean emailVerified, String hostedDomain, String expected) {
        Attempt attempt = school.attempt();
        URI google = attempt.choose(attempt.loginPage(language), "google");

        Page page = refused(attempt.answer(
                google, newcomer.with("email_verified", emailVerified).with("hd", hostedDomain)));

        assertThat(page.text()).contains(expected).doesNotContain(email);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en-GB, en;q=0.9 | does not confirm that your e-mail address is yours",
                "de-AT, de;q=0.9, en;q=0.5 | bestätigt nicht, dass Ihre E-Mail-Adresse Ihnen gehört",
                "it-IT, it;q=0.9 | non conferma che l'indirizzo e-mail sia tuo",
                "es | no confirma que la dirección de correo sea tuya",
                "fi | does not confirm that your e-mail address is yours"
            })
    void thePageSpeaksTheLanguageOfTheBrowser(String acceptLanguage, String expected) {
        Attempt attempt = school.attempt();
        attempt.browser().prefer(acceptLanguage);
        Page loginPage = (Page) attempt.open(attempt.lmsUri());

        Page page =
                refused(attempt.answer(attempt.choose(loginPage, "google"), newcomer.with("email_verified", false)));

        assertThat(page.text()).contains(expected);
    }

    /** Keycloak itself turns them away, before any flow: Google is at fault, hence a gateway error. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("malformedAddresses")
    void anAddressThatIsNoTextOpensNothing(String what, UnaryOperator<GoogleIdentity> difference) {
        Page page = refused(school.attempt().goAs(difference.apply(newcomer)));

        assertThat(page.status()).isEqualTo(502);
        school.assertUntouched(placeholder);
        school.assertGetsIn(newcomer, placeholder);
    }

    static Stream<Arguments> malformedAddresses() {
        List<String> addresses = List.of("somebody@school.example", "mallory@school.example");
        return Stream.of(
                malformed("a list", it -> it.with("email", addresses)),
                malformed("a list in the ID token only", it -> it.withIdToken("email", addresses)),
                malformed("a number", it -> it.with("email", 42)),
                malformed("an object", it -> it.with("email", Map.of("value", "somebody@school.example"))));
    }

    private static Arguments malformed(String what, UnaryOperator<GoogleIdentity> difference) {
        return Arguments.of(what, difference);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en | You could not be signed in this way",
                "de | Die Anmeldung auf diesem Weg ist nicht möglich",
                "it | Non è possibile accedere in questo modo",
                "es | No es posible iniciar sesión de esta manera"
            })
    void anotherIdentityProviderIsNotTheOneThePlaceholderWaitsFor(String language, String expected) {
        Attempt attempt = school.attempt();
        URI google = attempt.choose(attempt.loginPage(language), "personal");

        Page page = refused(attempt.answer(google, newcomer));

        assertDenied(page, "other_provider");
        assertThat(page.text()).contains(expected);
        school.assertUntouched(placeholder);
        school.assertGetsIn(newcomer, placeholder);
    }

    @Test
    void whoeverHasAnAccountKeepsItThoughAnAdministratorMarksIt() {
        school.assertGetsIn(newcomer, placeholder);
        ObjectNode marked = (ObjectNode) school.get("users/" + placeholder);
        marked.withObject("/attributes").putArray("firstbell.placeholder").add("google");
        school.put("users/" + placeholder, marked);

        Page page = refused(
                school.attempt().goAs(GoogleIdentity.of(marked.required("email").textValue())));

        assertDenied(page, "account_in_use");
        JsonNode links = school.get("users/" + placeholder + "/federated-identity");
        assertThat(links.findValuesAsText("userId")).containsExactly(newcomer.subject());
    }

    @Test
    void aPlaceholderThatAnAdministratorGaveAPasswordIsNotClaimed() {
        school.put(
                "users/" + placeholder + "/reset-password",
                Map.of("type", "password", "value", "set by hand", "temporary", false));

        Page page = refused(school.attempt().goAs(newcomer));

        assertDenied(page, "account_in_use");
        String credential =
                school.get("users/" + placeholder + "/credentials").at("/0/id").textValue();
        school.admin()
                .delete(school.name() + "/users/" + placeholder + "/credentials/" + credential)
                .expect(204);
        school.assertGetsIn(newcomer, placeholder);
    }

    @Test
    void anAccountThatIsNoPlaceholderIsLeftToTheRestOfTheFlow() {
        GoogleIdentity owner = GoogleIdentity.of(aNewAddress()).without("hd");
        String account = ordinaryAccount(owner, true);

        assertThat(school.attempt().goAs(owner)).isInstanceOf(Callback.class);

        JsonNode links = school.get("users/" + account + "/federated-identity");
        assertThat(links.at("/0/userId").asText()).isEqualTo(owner.subject());
    }

    @Test
    void anAccountThatIsNoPlaceholderStaysDisabledIfItIs() {
        GoogleIdentity owner = GoogleIdentity.of(aNewAddress());
        String account = ordinaryAccount(owner, false);

        Page page = refused(school.attempt().goAs(owner));

        // What the rest of the flow has to say to somebody who is disabled.
        assertThat(page.text()).contains("Invalid username or password");
        assertThat(school.user(account).required("enabled").booleanValue()).isFalse();
        assertThat(school.denials(account)).isEmpty();
    }

    private String ordinaryAccount(GoogleIdentity owner, boolean enabled) {
        Object address = owner.idToken().get("email");
        school.post(
                "users",
                Map.of(
                        "username",
                        address,
                        "email",
                        address,
                        "firstName",
                        "Some",
                        "lastName",
                        "Body",
                        "enabled",
                        enabled));
        return school.userByEmail((String) address).orElseThrow().required("id").textValue();
    }

    @Test
    void anIdentityProviderThatIsSwitchedOffWhileThePersonIsAtGoogleClaimsNothing() {
        Attempt attempt = school.attempt();
        URI google = attempt.choose(attempt.loginPage(), "google");
        ObjectNode provider = (ObjectNode) school.get("identity-provider/instances/google");

        school.put("identity-provider/instances/google", provider.deepCopy().put("enabled", false));
        try {
            refused(attempt.answer(google, newcomer));

            school.assertUntouched(placeholder);
        } finally {
            school.put("identity-provider/instances/google", provider);
        }
        school.assertGetsIn(newcomer, placeholder);
    }

    @Test
    void anIdentityProviderThatIsSwitchedOffMidwayClaimsNothing() {
        Attempt attempt = school.attemptThatStopsAt("/login-actions/first-broker-login");
        URI flow = ((Callback) attempt.goAs(newcomer)).uri();
        ObjectNode provider = (ObjectNode) school.get("identity-provider/instances/google");

        school.put("identity-provider/instances/google", provider.deepCopy().put("enabled", false));
        try {
            refused(attempt.open(flow));

            school.assertUntouched(placeholder);
        } finally {
            school.put("identity-provider/instances/google", provider);
        }
        school.assertGetsIn(newcomer, placeholder);
    }

    @Test
    void aSettingThatCannotBeRightDeniesEverybody() {
        String config =
                school.get(flow("executions")).at("/0/authenticationConfig").textValue();
        ObjectNode setting = (ObjectNode) school.get("authentication/config/" + config);
        ObjectNode wrong = setting.deepCopy();
        wrong.withObject("/config").put("hostedDomains", "*");

        school.put("authentication/config/" + config, wrong);
        try {
            assertDenied(refused(school.attempt().goAs(newcomer)), "misconfigured");
            school.assertUntouched(placeholder);
        } finally {
            school.put("authentication/config/" + config, setting);
        }
        school.assertGetsIn(newcomer, placeholder);
    }

    /** The same browser goes on, in the tab of the denial where it can. */
    @Nested
    final class AfterADenial {

        private final Attempt attempt = school.attempt();
        private Page loginPage;
        private GoogleIdentity stranger;
        private Page denial;

        @BeforeEach
        void getDenied() {
            stranger = newcomer.with("email_verified", false);
            loginPage = attempt.loginPage();
            denial = refused(attempt.answer(attempt.choose(loginPage, "google"), stranger));
        }

        @Test
        void reloadingThePageShowsItAgain() {
            assertDenied(refused(attempt.open(denial.uri())), "email_not_verified");
            school.assertUntouched(placeholder);
        }

        @Test
        void nothingInTheFlowCanBeReachedFromThere() {
            assertNothingInTheFlowOpens();

            school.assertUntouched(placeholder);
            school.assertGetsIn(newcomer, placeholder);
        }

        /** A claim that was broken off has enabled the account, and only the flow's first step holds the door. */
        @Test
        void nothingInTheFlowCanBeReachedEvenWhileTheRightPersonIsHalfwayIn() {
            school.attemptThatStopsAt(ImportedSchool.LINK).goAs(newcomer);

            assertNothingInTheFlowOpens();
            refused(school.attempt().goAs(stranger));

            school.assertMarkedAndUnlinked(placeholder);
            school.assertGetsIn(newcomer, placeholder);
        }

        @Test
        void startingOverInTheSameTabIsDeniedAgain() {
            Page again = refused(attempt.open(sibling("/login-actions/restart")));
            assertDenied(refused(attempt.answer(attempt.choose(again, "google"), stranger)), "email_not_verified");
            school.assertUntouched(placeholder);
        }

        @Test
        void goingBackToTheLoginPageIsNoWayIn() {
            Landing landing = attempt.open(loginPage.link("a#social-google"));
            if (landing instanceof Callback atGoogle) {
                landing = attempt.answer(atGoogle.uri(), stranger);
            }

            refused(landing);
            school.assertUntouched(placeholder);
        }

        @Test
        void somebodyWhoPickedTheWrongAccountSignsInWithTheRightOneInTheSameTab() {
            Page again = refused(attempt.open(sibling("/login-actions/restart")));
            Landing landing = attempt.answer(attempt.choose(again, "google"), newcomer);

            assertThat(ImportedSchool.subject(attempt.outcome(landing))).isEqualTo(placeholder);
            school.assertBelongsTo(placeholder, newcomer);
        }

        @Test
        void somebodyWhoPickedTheWrongAccountSignsInWithTheRightOneFromTheLms() {
            Attempt again = school.attempt(attempt.browser());

            assertThat(ImportedSchool.subject(again.outcome(again.goAs(newcomer))))
                    .isEqualTo(placeholder);
            school.assertBelongsTo(placeholder, newcomer);
        }

        private void assertNothingInTheFlowOpens() {
            refused(attempt.open(sibling("/broker/after-first-broker-login")));
            refused(attempt.open(sibling("/broker/after-post-broker-login")));
            refused(attempt.open(sibling("/login-actions/post-broker-login")));
            refused(attempt.open(sibling("/login-actions/required-action")));
            for (JsonNode execution : school.get(flow("executions"))) {
                String id = execution.required("id").textValue();
                for (Map<String, String> fields : List.of(
                        Map.<String, String>of(),
                        Map.of("tryAnotherWay", "on"),
                        Map.of("authenticationExecution", id),
                        Map.of("submitAction", "linkAccount"))) {
                    refused(post(withAFreshCode(sibling("/login-actions/first-broker-login")), fields));
                    refused(post(
                            withAFreshCode(
                                    URI.create(sibling("/login-actions/first-broker-login") + "&execution=" + id)),
                            fields));
                }
            }
        }

        private Landing post(URI uri, Map<String, String> fields) {
            return attempt.browser().submit(new Form(uri, fields));
        }

        /** Another resource of the realm, with all that the denial gives away to address this login. */
        private URI sibling(String path) {
            return URI.create(school.uri() + path + "?" + denial.uri().getRawQuery());
        }

        /** What it takes to act in a flow, should the page of the denial give it away; it is good for one request. */
        private URI withAFreshCode(URI uri) {
            Matcher code = Pattern.compile("session_code=[\\w-]+")
                    .matcher(refused(attempt.open(denial.uri())).html());
            return code.find() ? URI.create(uri + "&" + code.group()) : uri;
        }
    }

    private static String flow(String part) {
        return "authentication/flows/" + FLOW.replace(" ", "%20") + "/" + part;
    }

    private void assertDenied(Page page, String reason) {
        assertThat(page.status()).isEqualTo(403);
        assertThat(page.text()).doesNotContain(email);
        assertThat(school.denials(placeholder)).containsOnly(reason);
    }
}
