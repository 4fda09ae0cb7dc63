package org.firstbell.keycloak.placeholder;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.core.Response;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.utils.ModelToRepresentation;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * The role {@code manage-placeholders} of the client {@code realm-management}, which a realm file can bring along:
 * {@code /admin/realms/{realm}/firstbell/role}. For callers with {@code manage-realm} and {@code manage-clients}.
 *
 * <p>Keycloak's own Admin REST API lets nobody change the roles of that client, so that a realm that already exists could
 * not get it otherwise. Having the role there gives nobody anything.
 */
public final class PlaceholderRoleResource {

    private static final String DESCRIPTION = "May create and remove placeholders, and touch no other user";

    private final RealmModel realm;
    private final AdminPermissionEvaluator auth;
    private final AdminEventBuilder adminEvent;

    public PlaceholderRoleResource(RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        this.realm = realm;
        this.auth = auth;
        this.adminEvent = adminEvent.resource(ResourceType.CLIENT_ROLE);
    }

    /**
     * Adds the role unless it is there.
     *
     * @return 204; 404 in the administrators' own realm, which has no such client
     */
    @PUT
    public Response add() {
        ClientModel client = managementClient();
        if (client.getRole(PlaceholderPermissions.ROLE) == null) {
            RoleModel role = client.addRole(PlaceholderPermissions.ROLE);
            role.setDescription(DESCRIPTION);
            report(OperationType.CREATE, client, role);
        }
        return Response.noContent().build();
    }

    /**
     * Removes the role, and with it takes it from all who have it.
     *
     * @return 204, also if it is not there
     */
    @DELETE
    public Response remove() {
        ClientModel client = managementClient();
        RoleModel role = client.getRole(PlaceholderPermissions.ROLE);
        if (role != null) {
            report(OperationType.DELETE, client, role);
            client.removeRole(role);
        }
        return Response.noContent().build();
    }

    private ClientModel managementClient() {
        auth.realm().requireManageRealm();
        auth.clients().requireManage();
        ClientModel client = realm.getClientByClientId(Constants.REALM_MANAGEMENT_CLIENT_ID);
        if (client == null) {
            throw new NotFoundException("Realm has no client " + Constants.REALM_MANAGEMENT_CLIENT_ID + ".");
        }
        return client;
    }

    private void report(OperationType operation, ClientModel client, RoleModel role) {
        adminEvent
                .operation(operation)
                .resourcePath("clients", client.getId(), "roles", role.getName())
                .representation(ModelToRepresentation.toRepresentation(role))
                .success();
    }
}
