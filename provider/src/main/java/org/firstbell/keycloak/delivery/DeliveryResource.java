package org.firstbell.keycloak.delivery;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.ErrorResponse;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * The realm's deliveries, for administrators: {@code /admin/realms/{realm}/firstbell/deliveries}. Reading needs {@code
 * view-events}, changing needs {@code manage-events}.
 */
@Produces(MediaType.APPLICATION_JSON)
public final class DeliveryResource {

    private static final int LARGEST_PAGE = 1_000;
    private static final String RESOURCE_TYPE = "FIRSTBELL_DELIVERY";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator auth;
    private final AdminEventBuilder adminEvent;
    private final Outbox outbox;

    public DeliveryResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        this.session = session;
        this.realm = realm;
        this.auth = auth;
        this.adminEvent = adminEvent.resource(RESOURCE_TYPE);
        this.outbox = new Outbox(session, Clock.systemUTC());
    }

    /**
     * A page of deliveries, oldest first.
     *
     * @param status {@code due}, {@code leased}, {@code delivered} or {@code dead}; absent: all of them
     * @param cursor {@code next} of the page before; absent: the first page
     * @param max rows per page, 1 to 1,000
     */
    @GET
    public DeliveryView.Page list(
            @QueryParam("status") String status,
            @QueryParam("cursor") @DefaultValue("0") String cursor,
            @QueryParam("max") @DefaultValue("100") int max) {
        auth.realm().requireViewEvents();
        if (max < 1 || max > LARGEST_PAGE) {
            throw badRequest("max is a number from 1 to " + LARGEST_PAGE);
        }
        List<DeliveryEntity> rows = outbox.list(realm.getId(), status(status), seq(cursor), max + 1);
        List<DeliveryView> page = rows.stream().limit(max).map(this::view).toList();
        String next = rows.size() > max ? String.valueOf(rows.get(max - 1).seq) : null;
        return new DeliveryView.Page(page, next);
    }

    /** How many deliveries are in each status. */
    @GET
    @Path("count")
    public Map<DeliveryStatus, Long> count() {
        auth.realm().requireViewEvents();
        return outbox.count(realm.getId());
    }

    /** Sends a dead delivery again; 409 unless it is dead. */
    @POST
    @Path("{id}/redeliver")
    public Response redeliver(@PathParam("id") String id) {
        auth.realm().requireManageEvents();
        DeliveryEntity row = find(id);
        if (row.status != DeliveryStatus.DEAD) {
            throw ErrorResponse.error("Only a dead delivery can be sent again.", Response.Status.CONFLICT);
        }
        outbox.redeliver(row);
        adminEvent
                .operation(OperationType.ACTION)
                .resourcePath(session.getContext().getUri())
                .success();
        return Response.noContent().build();
    }

    /** Forgets a delivery, whatever its status. */
    @DELETE
    @Path("{id}")
    public Response delete(@PathParam("id") String id) {
        auth.realm().requireManageEvents();
        outbox.delete(find(id));
        adminEvent
                .operation(OperationType.DELETE)
                .resourcePath(session.getContext().getUri())
                .success();
        return Response.noContent().build();
    }

    private DeliveryEntity find(String id) {
        return outbox.find(realm.getId(), id).orElseThrow(() -> new NotFoundException("No such delivery."));
    }

    private DeliveryView view(DeliveryEntity row) {
        ClientModel receiver = realm.getClientById(row.receiverId);
        return DeliveryView.of(row, receiver == null ? row.receiverId : receiver.getClientId());
    }

    private static Optional<DeliveryStatus> status(String wireName) {
        if (wireName == null || wireName.isEmpty()) {
            return Optional.empty();
        }
        Optional<DeliveryStatus> status = DeliveryStatus.ofWireName(wireName);
        if (status.isEmpty()) {
            throw badRequest("status is one of due, leased, delivered, dead");
        }
        return status;
    }

    private static long seq(String cursor) {
        try {
            return Long.parseLong(cursor);
        } catch (NumberFormatException e) {
            throw badRequest("cursor is the \"next\" of another page");
        }
    }

    private static RuntimeException badRequest(String message) {
        return ErrorResponse.error(message, Response.Status.BAD_REQUEST);
    }
}
