package org.firstbell.keycloak.delivery;

import org.keycloak.Config;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Makes Keycloak run our change log and know our entity. */
public final class DeliveryEntityProviderFactory implements JpaEntityProviderFactory {

    /** Part of the name of the table in which Liquibase remembers what has run; never change it. */
    static final String ID = "firstbell";

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public JpaEntityProvider create(KeycloakSession session) {
        return new DeliveryEntityProvider();
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
