package org.firstbell.e2e.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.e2e.claim.ImportedSchool.aNewAddress;
import static org.firstbell.e2e.claim.ImportedSchool.refused;
import static org.firstbell.e2e.claim.ImportedSchool.subject;

import java.net.URI;
import java.time.Instant;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.firstbell.e2e.browser.Landing;
import org.firstbell.e2e.browser.Page;
import org.firstbell.e2e.google.GoogleIdentity;
import org.firstbell.e2e.google.PlayedGoogle;
import org.firstbell.e2e.story.EndToEnd;
import org.firstbell.e2e.system.FirstbellSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The realm file as it is, with Keycloak's own provider type {@code google}. */
@EndToEnd
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GoogleProviderIT {

    private final ImportedSchool workspace;
    private final ImportedSchool anyDomain;

    GoogleProviderIT(FirstbellSystem system, PlayedGoogle google) {
        workspace = new ImportedSchool(system, google, "workspace", "school.example", realm -> {});
        anyDomain = new ImportedSchool(system, google, "any-domain", "", realm -> {});
    }

    @AfterAll
    void closeSchools() {
        workspace.close();
        anyDomain.close();
    }

    @Nested
    final class WhenTheHostedDomainIsChecked {

        @Test
        void aMemberOfTheDomainClaims() {
            String email = aNewAddress();
            String placeholder = workspace.placeholderFor(email);

            workspace.assertGetsIn(GoogleIdentity.of(email), placeholder);
        }

        @Test
        void googleIsToldWhichAccountsToOffer() {
            Attempt attempt = workspace.attempt();
            URI request = attempt.choose(attempt.loginPage(), "google");

            assertThat(PlayedGoogle.parameters(request.getRawQuery())).containsEntry("hd", "school.example");
        }

        @Test
        void anAccountOfAnotherDomainDoesNotGetInBeforeTheRightOneDoes() {
            String email = aNewAddress();
            String placeholder = workspace.placeholderFor(email);
            GoogleIdentity newcomer = GoogleIdentity.of(email);

            refused(workspace.attempt().goAs(newcomer.with("hd", "other.example")));
            refused(workspace.attempt().goAs(newcomer.without("hd")));
            workspace.assertUntouched(placeholder);

            workspace.assertGetsIn(newcomer, placeholder);
        }

        @Test
        void comesBackToTheSameAccountEveryTime() {
            String email = aNewAddress();
            String placeholder = workspace.placeholderFor(email);
            GoogleIdentity newcomer = GoogleIdentity.of(email);
            workspace.assertGetsIn(newcomer, placeholder);

            workspace.assertGetsIn(newcomer, placeholder);
        }

        @Test
        void somebodyForWhomNoPlaceholderWaitsGetsAnAccountOfTheirOwn() {
            GoogleIdentity newcomer = GoogleIdentity.of(aNewAddress());

            String account = subject(workspace.signIn(newcomer));

            workspace.assertBelongsTo(account, newcomer);
        }
    }

    @Nested
    final class WhenTheHostedDomainIsNotChecked {

        @Test
        void aPrivateAccountClaims() {
            String email = aNewAddress();
            String placeholder = anyDomain.placeholderFor(email);

            anyDomain.assertGetsIn(GoogleIdentity.of(email).without("hd"), placeholder);
        }

        @Test
        void aMemberOfSomeDomainClaims() {
            String email = aNewAddress();
            String placeholder = anyDomain.placeholderFor(email);

            anyDomain.assertGetsIn(GoogleIdentity.of(email).with("hd", "other.example"), placeholder);
        }

        @Test
        void googleIsNotToldAny() {
            Attempt attempt = anyDomain.attempt();
            URI request = attempt.choose(attempt.loginPage(), "google");

            assertThat(PlayedGoogle.parameters(request.getRawQuery())).doesNotContainKey("hd");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badIdTokens")
    void aBadIdTokenOpensNothing(String what, UnaryOperator<GoogleIdentity> tampering) {
        String email = aNewAddress();
        String placeholder = workspace.placeholderFor(email);
        GoogleIdentity newcomer = GoogleIdentity.of(email);

        Landing landing = workspace.attempt().goAs(tampering.apply(newcomer));

        assertThat(landing).as(what).isInstanceOf(Page.class);
        workspace.assertUntouched(placeholder);
        workspace.assertGetsIn(newcomer, placeholder);
    }

    static Stream<Arguments> badIdTokens() {
        return Stream.of(
                bad("a signature by another key", GoogleIdentity::forged),
                bad("another audience", it -> it.withIdToken("aud", "another-client")),
                bad("another authorized party", it -> it.withIdToken("azp", "another-client")),
                bad("another issuer", it -> it.withIdToken("iss", "https://accounts.google.example")),
                bad("another nonce", it -> it.withIdToken("nonce", "of-another-login")),
                bad("no nonce", it -> it.withIdToken("nonce", null)),
                bad(
                        "expired",
                        it -> it.withIdToken(
                                "exp", Instant.now().minusSeconds(60).getEpochSecond())));
    }

    private static Arguments bad(String what, UnaryOperator<GoogleIdentity> tampering) {
        return Arguments.of(what, tampering);
    }
}
