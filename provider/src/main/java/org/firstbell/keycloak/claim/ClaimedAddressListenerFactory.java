package org.firstbell.keycloak.claim;

import org.firstbell.address.AddressRule;
import org.firstbell.keycloak.placeholder.Accounts;
import org.keycloak.Config;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Part of the claim, not a choice of the realm: listens in every realm and is not offered in the Admin Console. */
public final class ClaimedAddressListenerFactory implements EventListenerProviderFactory {

    private AddressRule rule;

    @Override
    public String getId() {
        return "firstbell-claimed-address";
    }

    @Override
    public boolean isGlobal() {
        return true;
    }

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new ClaimedAddressListener(session, rule);
    }

    @Override
    public void init(Config.Scope config) {
        rule = Accounts.configured().rule();
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
