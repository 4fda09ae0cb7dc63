package org.firstbell.keycloak.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.firstbell.keycloak.claim.ClaimDecision.ACCOUNT_IN_USE;
import static org.firstbell.keycloak.claim.ClaimDecision.CLAIM;
import static org.firstbell.keycloak.claim.ClaimDecision.EMAIL_MISMATCH;
import static org.firstbell.keycloak.claim.ClaimDecision.EMAIL_NOT_VERIFIED;
import static org.firstbell.keycloak.claim.ClaimDecision.HOSTED_DOMAIN;
import static org.firstbell.keycloak.claim.ClaimDecision.NOT_OURS;
import static org.firstbell.keycloak.claim.ClaimDecision.OTHER_PROVIDER;
import static org.firstbell.keycloak.claim.ClaimDecision.PROVIDER_DISABLED;
import static org.firstbell.keycloak.claim.FirstLogin.aLogin;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.firstbell.keycloak.claim.BrokeredIdentity.EmailVerified;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimPolicyTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void decides(String situation, FirstLogin login, ClaimDecision expected) {
        assertThat(login.decision()).isEqualTo(expected);
    }

    static Stream<Arguments> decides() {
        return Stream.of(
                row("the right person at the right door", aLogin(), CLAIM),
                row("no placeholder under the address", aLogin().withNoPlaceholder(), NOT_OURS),
                row(
                        "no placeholder, unverified stranger",
                        aLogin().withNoPlaceholder().emailVerified(false),
                        NOT_OURS),
                row("provider disabled", aLogin().providerDisabled(), PROVIDER_DISABLED),
                row("another provider than the one named", aLogin().markedFor("microsoft"), OTHER_PROVIDER),
                row("a provider that differs in case only", aLogin().markedFor("Google"), OTHER_PROVIDER),
                row("already linked", aLogin().linked(), ACCOUNT_IN_USE),
                row("has a credential", aLogin().withCredential(), ACCOUNT_IN_USE),
                row("a client's service account", aLogin().serviceAccount(), ACCOUNT_IN_USE),
                row("a user of a federated store", aLogin().federated(), ACCOUNT_IN_USE),
                row("ID token names another address", aLogin().idTokenEmail("other@school.example"), EMAIL_MISMATCH),
                row("ID token's address in other case", aLogin().idTokenEmail("NEWCOMER@school.example"), CLAIM),
                row("address typed on a review page", aLogin().emailEdited(), EMAIL_MISMATCH),
                row("ID token without an address", aLogin().withoutIdTokenEmail(), EMAIL_NOT_VERIFIED),
                row("email_verified false", aLogin().emailVerified(false), EMAIL_NOT_VERIFIED),
                row("email_verified missing", aLogin().emailVerified(null), EMAIL_NOT_VERIFIED),
                row("email_verified \"true\" as text", aLogin().emailVerified("true"), EMAIL_NOT_VERIFIED),
                row("email_verified 1", aLogin().emailVerified(1), EMAIL_NOT_VERIFIED),
                row("no ID token (SAML)", aLogin().withoutIdToken(), EMAIL_NOT_VERIFIED),
                row("no ID token, trust accepted", aLogin().withoutIdToken().trusting(), CLAIM),
                row(
                        "no ID token, trust accepted but not given",
                        aLogin().withoutIdToken().acceptingTrust(),
                        EMAIL_NOT_VERIFIED),
                row(
                        "no ID token, trust given but not accepted",
                        aLogin().withoutIdToken().trustedEmail(),
                        EMAIL_NOT_VERIFIED),
                row(
                        "claim missing, trust accepted",
                        aLogin().emailVerified(null).trusting(),
                        CLAIM),
                row("claim false, trust accepted", aLogin().emailVerified(false).trusting(), EMAIL_NOT_VERIFIED),
                row(
                        "claim is text, trust accepted",
                        aLogin().emailVerified("true").trusting(),
                        EMAIL_NOT_VERIFIED),
                row(
                        "other address, trust accepted",
                        aLogin().idTokenEmail("other@school.example")
                                .emailVerified(null)
                                .trusting(),
                        EMAIL_MISMATCH),
                row(
                        "address typed, trust accepted",
                        aLogin().withoutIdToken().emailEdited().trusting(),
                        EMAIL_MISMATCH),
                row("right hosted domain", aLogin().requiring("school.example").hostedDomain("school.example"), CLAIM),
                row(
                        "hosted domain in other case",
                        aLogin().requiring(" School.Example").hostedDomain("SCHOOL.example"),
                        CLAIM),
                row(
                        "one of two hosted domains",
                        aLogin().requiring("a.example", "school.example").hostedDomain("school.example"),
                        CLAIM),
                row(
                        "wrong hosted domain",
                        aLogin().requiring("school.example").hostedDomain("other.example"),
                        HOSTED_DOMAIN),
                row(
                        "subdomain of the hosted domain",
                        aLogin().requiring("school.example").hostedDomain("x.school.example"),
                        HOSTED_DOMAIN),
                row("hosted domain required, missing", aLogin().requiring("school.example"), HOSTED_DOMAIN),
                row(
                        "hosted domain required, no ID token",
                        aLogin().withoutIdToken().trusting().requiring("school.example"),
                        HOSTED_DOMAIN),
                row("hosted domain there, not required", aLogin().hostedDomain("other.example"), CLAIM),
                row("blank hosted domains are none", aLogin().requiring("", " "), CLAIM));
    }

    private static Arguments row(String situation, FirstLogin login, ClaimDecision expected) {
        return arguments(situation, login, expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"school", "@school.example", "*", "https://school.example", "a.example,b.example"})
    void refusesAHostedDomainThatCannotBeRight(String hostedDomain) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClaimSettings.of(List.of(hostedDomain), false))
                .withMessageContaining(hostedDomain);
    }

    @Test
    void readsEmailVerifiedAsTheBooleanItIs() {
        assertThat(EmailVerified.of(true)).isEqualTo(EmailVerified.YES);
        assertThat(EmailVerified.of(false)).isEqualTo(EmailVerified.NO);
        assertThat(EmailVerified.of("true")).isEqualTo(EmailVerified.NO);
        assertThat(EmailVerified.of(null)).isEqualTo(EmailVerified.MISSING);
    }
}
