package org.firstbell.keycloak.placeholder;

import jakarta.ws.rs.ForbiddenException;
import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminAuth;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * Who may work with placeholders: whoever may manage users, and whoever holds the role {@code manage-placeholders} of
 * the realm's client {@code realm-management}, which opens nothing else.
 */
public final class PlaceholderPermissions {

    static final String ROLE = "manage-placeholders";

    private final RealmModel realm;
    private final AdminPermissionEvaluator auth;

    public PlaceholderPermissions(RealmModel realm, AdminPermissionEvaluator auth) {
        this.realm = realm;
        this.auth = auth;
    }

    /** Lets pass who may create and delete placeholders. */
    void requireManage() {
        if (!auth.users().canManage() && !holdsRole()) {
            throw new ForbiddenException();
        }
    }

    /** Lets pass who may see placeholders, and those who have been one. */
    public void requireView() {
        if (!auth.users().canView() && !holdsRole()) {
            throw new ForbiddenException();
        }
    }

    private boolean holdsRole() {
        AdminAuth caller = auth.adminAuth();
        return caller.getRealm().equals(realm)
                && realmManagement()
                        .filter(client -> caller.hasAppRole(client, ROLE))
                        .isPresent();
    }

    private Optional<ClientModel> realmManagement() {
        return Optional.ofNullable(realm.getClientByClientId(Constants.REALM_MANAGEMENT_CLIENT_ID));
    }
}
