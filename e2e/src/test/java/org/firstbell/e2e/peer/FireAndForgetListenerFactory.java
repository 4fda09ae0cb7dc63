package org.firstbell.e2e.peer;

import org.keycloak.Config;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Offers the listener to realms. Public for Keycloak, which makes it. */
public final class FireAndForgetListenerFactory implements EventListenerProviderFactory {

    /** Id of the listener in realms. */
    public static final String ID = "fire-and-forget";

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new FireAndForgetListener(session);
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
