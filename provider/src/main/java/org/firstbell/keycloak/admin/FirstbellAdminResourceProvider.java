package org.firstbell.keycloak.admin;

import jakarta.ws.rs.Path;
import org.firstbell.keycloak.delivery.DeliveryResource;
import org.firstbell.keycloak.event.FirstbellEventListenerFactory;
import org.firstbell.keycloak.person.PersonResource;
import org.firstbell.keycloak.placeholder.Accounts;
import org.firstbell.keycloak.placeholder.PlaceholderResource;
import org.firstbell.keycloak.placeholder.PlaceholderRoleResource;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProvider;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** What Firstbell adds to a realm's Admin REST API. */
final class FirstbellAdminResourceProvider implements AdminRealmResourceProvider {

    private final Accounts accounts;

    FirstbellAdminResourceProvider(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public Object getResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        return new Root(accounts, session, realm, auth, adminEvent);
    }

    @Override
    public void close() {}

    /** {@code /admin/realms/{realm}/firstbell} */
    public static final class Root {

        private final Accounts accounts;
        private final KeycloakSession session;
        private final RealmModel realm;
        private final AdminPermissionEvaluator auth;
        private final AdminEventBuilder adminEvent;

        Root(
                Accounts accounts,
                KeycloakSession session,
                RealmModel realm,
                AdminPermissionEvaluator auth,
                AdminEventBuilder adminEvent) {
            this.accounts = accounts;
            this.session = session;
            this.realm = realm;
            this.auth = auth;
            this.adminEvent = adminEvent;
        }

        @Path("placeholders")
        public PlaceholderResource placeholders() {
            return new PlaceholderResource(accounts, session, realm, auth, adminEvent);
        }

        @Path("role")
        public PlaceholderRoleResource role() {
            return new PlaceholderRoleResource(realm, auth, adminEvent);
        }

        @Path("people")
        public PersonResource people() {
            return new PersonResource(accounts, session, realm, auth);
        }

        @Path("deliveries")
        public DeliveryResource deliveries() {
            return new DeliveryResource(
                    session, realm, auth, adminEvent, FirstbellEventListenerFactory.deliveriesOf(session));
        }
    }
}
