package org.firstbell.keycloak.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import org.firstbell.keycloak.event.SecurityEvent.AccountPurged;
import org.firstbell.keycloak.event.SecurityEvent.FirstBrokerLogin;
import org.firstbell.keycloak.event.SecurityEvent.IdentifierChanged;
import org.firstbell.keycloak.event.SecurityEvent.Outcome;
import org.junit.jupiter.api.Test;

class SecurityEventTest {

    @Test
    void aFirstBrokerLoginSaysWhoCameHow() {
        SecurityEvent event =
                new FirstBrokerLogin(Outcome.CLAIMED, "google", "newcomer@school.example", true, "New", "Comer");

        assertThat(event.type()).hasToString("https://firstbell.org/events/first-broker-login");
        assertThat(event.payload())
                .containsExactly(
                        entry("outcome", "claimed"),
                        entry("identity_provider", "google"),
                        entry("email", "newcomer@school.example"),
                        entry("email_verified", true),
                        entry("given_name", "New"),
                        entry("family_name", "Comer"));
    }

    @Test
    void whatIsUnknownIsLeftOut() {
        SecurityEvent event = new FirstBrokerLogin(Outcome.CREATED, "google", null, false, null, null);

        assertThat(event.payload())
                .containsExactly(
                        entry("outcome", "created"),
                        entry("identity_provider", "google"),
                        entry("email_verified", false));
    }

    @Test
    void aChangedAddressIsTheRiscEvent() {
        SecurityEvent event = new IdentifierChanged("new@school.example");

        assertThat(event.type()).hasToString("https://schemas.openid.net/secevent/risc/event-type/identifier-changed");
        assertThat(event.payload()).containsExactly(entry("new-value", "new@school.example"));
    }

    @Test
    void aDeletionIsTheRiscEvent() {
        SecurityEvent event = new AccountPurged();

        assertThat(event.type()).hasToString("https://schemas.openid.net/secevent/risc/event-type/account-purged");
        assertThat(event.payload()).isEmpty();
    }
}
