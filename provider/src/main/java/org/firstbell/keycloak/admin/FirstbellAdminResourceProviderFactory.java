package org.firstbell.keycloak.admin;

import org.firstbell.keycloak.placeholder.Accounts;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProvider;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProviderFactory;

/** Mounts our resources at {@code /admin/realms/{realm}/firstbell}. */
public final class FirstbellAdminResourceProviderFactory implements AdminRealmResourceProviderFactory {

    private Accounts accounts;

    @Override
    public String getId() {
        return "firstbell";
    }

    @Override
    public AdminRealmResourceProvider create(KeycloakSession session) {
        return new FirstbellAdminResourceProvider(accounts);
    }

    @Override
    public void init(Config.Scope config) {
        accounts = Accounts.configured();
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
