package org.firstbell.lms.event;

import jakarta.inject.Singleton;
import org.firstbell.lms.arrival.Departures;

/** The realm deleted an account (OpenID RISC 1.0, section 2.2). */
@Singleton
final class AccountPurged implements EventHandler {

    private final Departures departures;

    AccountPurged(Departures departures) {
        this.departures = departures;
    }

    @Override
    public String type() {
        return "https://schemas.openid.net/secevent/risc/event-type/account-purged";
    }

    @Override
    public void handle(SecurityEvent event, String why) {
        departures.depart(event.userId(), why);
    }
}
