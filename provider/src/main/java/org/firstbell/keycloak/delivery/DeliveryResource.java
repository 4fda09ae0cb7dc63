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
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.firstbell.keycloak.delivery.Receivers.Found;
import org.firstbell.keycloak.delivery.Receivers.ReceiverId;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.AbstractKeycloakTransaction;
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
    private static final Duration LONGEST_AGE = Duration.ofDays(36_500);
    private static final String RESOURCE_TYPE = "FIRSTBELL_DELIVERY";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator auth;
    private final AdminEventBuilder adminEvent;
    private final Deliveries deliveries;
    private final Outbox outbox;

    public DeliveryResource(
            KeycloakSession session,
            RealmModel realm,
            AdminPermissionEvaluator auth,
            AdminEventBuilder adminEvent,
            Deliveries deliveries) {
        this.session = session;
        this.realm = realm;
        this.auth = auth;
        this.adminEvent = adminEvent.resource(RESOURCE_TYPE);
        this.deliveries = deliveries;
        this.outbox = new Outbox(session);
    }

    /**
     * A page of deliveries, oldest first. Parameters that are absent restrict nothing.
     *
     * @param status {@code due}, {@code leased}, {@code delivered} or {@code dead}
     * @param receiver client id
     * @param userId whom the event is about
     * @param olderThan how long ago the event happened at least, as an ISO 8601 duration: {@code PT15M}, {@code P1D}
     * @param cursor {@code next} of the page before; absent: the first page
     * @param max rows per page, 1 to 1,000
     */
    @GET
    public DeliveryView.Page list(
            @QueryParam("status") String status,
            @QueryParam("receiver") String receiver,
            @QueryParam("userId") String userId,
            @QueryParam("olderThan") String olderThan,
            @QueryParam("cursor") @DefaultValue("0") String cursor,
            @QueryParam("max") @DefaultValue("100") int max) {
        auth.realm().requireViewEvents();
        if (max < 1 || max > LARGEST_PAGE) {
            throw badRequest("max is a number from 1 to " + LARGEST_PAGE);
        }
        DeliveryFilter filter = filter(status(status), receiver, userId, olderThan);
        List<DeliveryEntity> rows = outbox.list(realm.getId(), filter, seq(cursor), max + 1);
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

    /**
     * Sends all dead deliveries again that the parameters, as those of the list, name.
     *
     * @return {@code {"redelivered": n}}
     */
    @POST
    @Path("redeliver")
    public Map<String, Integer> redeliverDead(
            @QueryParam("receiver") String receiver,
            @QueryParam("userId") String userId,
            @QueryParam("olderThan") String olderThan) {
        auth.realm().requireManageEvents();
        DeliveryFilter filter = filter(Optional.empty(), receiver, userId, olderThan);
        int redelivered = outbox.redeliverDead(realm.getId(), filter);
        Map<String, Integer> answer = Map.of("redelivered", redelivered);
        if (redelivered > 0) {
            sendOnceCommitted();
            adminEvent
                    .operation(OperationType.ACTION)
                    .resourcePath(session.getContext().getUri())
                    .representation(answer)
                    .success();
        }
        return answer;
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
        sendOnceCommitted();
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

    private void sendOnceCommitted() {
        List<ReceiverId> receivers =
                new Receivers(session).of(realm).stream().map(Found::id).toList();
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                deliveries.send(receivers);
            }

            @Override
            protected void rollbackImpl() {}
        });
    }

    private DeliveryFilter filter(Optional<DeliveryStatus> status, String receiver, String userId, String olderThan) {
        return new DeliveryFilter(
                status,
                given(receiver).map(this::receiverId),
                given(userId),
                given(olderThan).map(DeliveryResource::age));
    }

    private static Optional<String> given(String parameter) {
        return Optional.ofNullable(parameter).filter(value -> !value.isEmpty());
    }

    private String receiverId(String clientId) {
        ClientModel client = realm.getClientByClientId(clientId);
        if (client == null) {
            throw badRequest("receiver is the client id of a client of this realm");
        }
        return client.getId();
    }

    private static Duration age(String olderThan) {
        try {
            Duration age = Duration.parse(olderThan);
            if (!age.isNegative() && age.compareTo(LONGEST_AGE) <= 0) {
                return age;
            }
        } catch (DateTimeParseException refusedBelow) {
            // Not a duration at all.
        }
        throw badRequest(
                "olderThan is an ISO 8601 duration such as PT15M or P1D, at most " + LONGEST_AGE.toDays() + " days");
    }

    private DeliveryEntity find(String id) {
        return outbox.find(realm.getId(), id).orElseThrow(() -> new NotFoundException("No such delivery."));
    }

    private DeliveryView view(DeliveryEntity row) {
        ClientModel receiver = realm.getClientById(row.receiverId);
        return DeliveryView.of(row, receiver == null ? row.receiverId : receiver.getClientId());
    }

    private static Optional<DeliveryStatus> status(String wireName) {
        return given(wireName)
                .map(name -> DeliveryStatus.ofWireName(name)
                        .orElseThrow(() -> badRequest("status is one of due, leased, delivered, dead")));
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
