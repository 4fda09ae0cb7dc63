package org.firstbell.lms.event;

import jakarta.inject.Singleton;
import org.firstbell.address.AddressRule;
import org.firstbell.lms.arrival.Arrivals;
import org.firstbell.lms.person.Identity;
import org.jboss.logging.Logger;

/**
 * Somebody's address changed (OpenID RISC 1.0, section 2.5). The realm tells of an address once it is verified; what waits
 * for the new one is therefore theirs.
 */
@Singleton
final class IdentifierChanged implements EventHandler {

    private static final Logger LOG = Logger.getLogger(IdentifierChanged.class);

    private final Arrivals arrivals;
    private final AddressRule addresses;

    IdentifierChanged(Arrivals arrivals, AddressRule addresses) {
        this.arrivals = arrivals;
        this.addresses = addresses;
    }

    @Override
    public String type() {
        return "https://schemas.openid.net/secevent/risc/event-type/identifier-changed";
    }

    @Override
    public void handle(SecurityEvent event, String why) {
        addresses
                .tryParse(event.payload().path("new-value").textValue())
                .ifPresentOrElse(
                        address ->
                                arrivals.arrive(new Identity(event.userId(), address, null, event.occurredAt()), why),
                        () -> LOG.infof("event %s: no address that can be used", event.id()));
    }
}
