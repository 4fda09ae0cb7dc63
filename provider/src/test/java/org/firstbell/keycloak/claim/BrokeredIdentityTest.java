package org.firstbell.keycloak.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.keycloak.claim.FirstLogin.aLogin;

import org.junit.jupiter.api.Test;

class BrokeredIdentityTest {

    @Test
    void verificationOfAnotherAddressIsMisplaced() {
        assertThat(aLogin().idTokenEmail("other@school.example").identity().verificationIsMisplaced())
                .isTrue();
    }

    @Test
    void verificationOfNoAddressIsMisplaced() {
        assertThat(aLogin().withoutIdTokenEmail().identity().verificationIsMisplaced())
                .isTrue();
    }

    @Test
    void aNoIsNoVerificationWhicheverWayItIsSaid() {
        assertThat(aLogin().emailVerified(false).identity().verificationIsMisplaced())
                .isTrue();
        assertThat(aLogin().emailVerified("true").identity().verificationIsMisplaced())
                .isTrue();
    }

    @Test
    void verificationOfTheAddressItselfIsNot() {
        assertThat(aLogin().identity().verificationIsMisplaced()).isFalse();
        assertThat(aLogin().idTokenEmail("NEWCOMER@school.example").identity().verificationIsMisplaced())
                .isFalse();
    }

    /** Then the provider's setting <i>Trust email</i> decides, which is about no particular address. */
    @Test
    void whereNothingIsSaidNothingIsMisplaced() {
        assertThat(aLogin().withoutIdTokenEmail().emailVerified(null).identity().verificationIsMisplaced())
                .isFalse();
        assertThat(aLogin().withoutIdToken().identity().verificationIsMisplaced())
                .isFalse();
    }
}
