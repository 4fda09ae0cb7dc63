package org.firstbell.lms.event;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import org.firstbell.address.AddressRule;
import org.firstbell.address.EmailAddress;
import org.firstbell.lms.arrival.Arrivals;
import org.firstbell.lms.person.Identity;
import org.firstbell.lms.person.PersonName;

/** Somebody came through the identity provider for the first time: claimed a placeholder, was created, or was linked. */
@Singleton
final class FirstBrokerLogin implements EventHandler {

    private final Arrivals arrivals;
    private final AddressRule addresses;

    FirstBrokerLogin(Arrivals arrivals, AddressRule addresses) {
        this.arrivals = arrivals;
        this.addresses = addresses;
    }

    @Override
    public String type() {
        return "https://firstbell.org/events/first-broker-login";
    }

    @Override
    public void handle(SecurityEvent event, String why) {
        JsonNode payload = event.payload();
        arrivals.arrive(
                new Identity(
                        event.userId(),
                        provenAddress(payload),
                        PersonName.of(
                                payload.path("given_name").textValue(),
                                payload.path("family_name").textValue()),
                        event.occurredAt()),
                why);
    }

    /** Anything but the JSON value {@code true} does not prove an address. */
    private EmailAddress provenAddress(JsonNode payload) {
        boolean verified = payload.path("email_verified").isBoolean()
                && payload.path("email_verified").booleanValue();
        return verified ? addresses.tryParse(payload.path("email").textValue()).orElse(null) : null;
    }
}
