package org.firstbell.keycloak.placeholder;

import jakarta.persistence.EntityNotFoundException;
import jakarta.ws.rs.Consumes;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.firstbell.keycloak.placeholder.PlaceholderRequest.Person;
import org.firstbell.keycloak.placeholder.PlaceholderResult.Outcome;
import org.firstbell.keycloak.placeholder.PlaceholderResult.Results;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.ErrorResponse;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * The realm's placeholders: {@code /admin/realms/{realm}/firstbell/placeholders}. For callers with {@code manage-users}
 * or {@code manage-placeholders}.
 */
@Produces(MediaType.APPLICATION_JSON)
public final class PlaceholderResource {

    private static final int LARGEST_PAGE = 1_000;

    private final Accounts accounts;
    private final KeycloakSession session;
    private final RealmModel realm;
    private final PlaceholderPermissions permissions;
    private final AdminEventBuilder adminEvent;
    private final Placeholders placeholders;

    public PlaceholderResource(
            Accounts accounts,
            KeycloakSession session,
            RealmModel realm,
            AdminPermissionEvaluator auth,
            AdminEventBuilder adminEvent) {
        this.accounts = accounts;
        this.session = session;
        this.realm = realm;
        this.permissions = new PlaceholderPermissions(realm, auth);
        this.adminEvent = adminEvent.resource(ResourceType.USER);
        this.placeholders = new Placeholders(session, realm);
    }

    /**
     * Makes placeholders for the people who have none and are no users yet. Idempotent; one bad row spoils no other.
     *
     * @return 200 with one result per person, in the order of the request; 400 if the request as a whole is unusable
     */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Results create(PlaceholderRequest request) {
        permissions.requireManage();
        check(request);
        List<PlaceholderResult> results = creation(request).createAll(request.people());
        results.stream()
                .filter(result -> result.outcome() == Outcome.CREATED)
                .forEach(result -> report(OperationType.CREATE, result.userId(), request.identityProvider()));
        return new Results(results);
    }

    /**
     * Says what {@link #create} would do, and changes nothing.
     *
     * @return as {@code create} would, without the ids of users who are not there yet
     */
    @POST
    @Path("plan")
    @Consumes(MediaType.APPLICATION_JSON)
    public Results plan(PlaceholderRequest request) {
        permissions.requireManage();
        check(request);
        return new Results(creation(request).planAll(request.people()));
    }

    private PlaceholderCreation creation(PlaceholderRequest request) {
        return new PlaceholderCreation(accounts, session, realm, request.identityProvider());
    }

    /**
     * A page of unclaimed placeholders, by address.
     *
     * @param search part of an address or name
     * @param first rows to skip
     * @param max rows to return, 1 to 1,000
     */
    @GET
    public PlaceholderView.Page find(
            @QueryParam("search") @DefaultValue("") String search,
            @QueryParam("first") @DefaultValue("0") int first,
            @QueryParam("max") @DefaultValue("100") int max) {
        permissions.requireView();
        if (first < 0 || max < 1 || max > LARGEST_PAGE) {
            throw badRequest("first is 0 or more, max is from 1 to " + LARGEST_PAGE);
        }
        return new PlaceholderView.Page(placeholders.find(search, first, max));
    }

    @GET
    @Path("count")
    public PlaceholderView.Count count(@QueryParam("search") @DefaultValue("") String search) {
        permissions.requireView();
        return new PlaceholderView.Count(placeholders.count(search));
    }

    /**
     * Removes an unclaimed placeholder.
     *
     * @return 204; 409 if somebody has claimed it or is signing in with it right now, 404 if there is no such user
     */
    @DELETE
    @Path("{userId}")
    public Response delete(@PathParam("userId") String userId) {
        permissions.requireManage();
        UserModel user = session.users().getUserById(realm, userId);
        if (user == null) {
            throw new NotFoundException("No such placeholder.");
        }
        lock(user);
        // A claim enables it one request before the link makes it somebody's.
        if (PlaceholderMarker.claimableBy(user).isEmpty() || user.isEnabled()) {
            throw ErrorResponse.error("This user is no placeholder, or no longer one.", Response.Status.CONFLICT);
        }
        session.users().removeUser(realm, user);
        report(OperationType.DELETE, userId, null);
        return Response.noContent().build();
    }

    private void lock(UserModel user) {
        try {
            PlaceholderLock.take(session, user);
        } catch (EntityNotFoundException removedMeanwhile) {
            throw new NotFoundException("No such placeholder.", removedMeanwhile);
        }
    }

    private void check(PlaceholderRequest request) {
        if (request == null || request.people() == null || request.identityProvider() == null) {
            throw badRequest("identityProvider and people are required");
        }
        List<Person> people = request.people();
        if (people.isEmpty() || people.size() > PlaceholderRequest.MOST_PEOPLE) {
            throw badRequest("people are 1 to " + PlaceholderRequest.MOST_PEOPLE);
        }
        if (people.stream().anyMatch(Objects::isNull)) {
            throw badRequest("people must not be null");
        }
        if (session.identityProviders().getByAlias(request.identityProvider()) == null) {
            throw badRequest("identityProvider is not the alias of an identity provider of this realm");
        }
        if (realm.isDuplicateEmailsAllowed()) {
            throw badRequest("this realm allows duplicate e-mails: an address does not tell who is meant");
        }
    }

    /** As Keycloak reports its own users: under the user's path, not under ours. */
    private void report(OperationType operation, String userId, String identityProvider) {
        adminEvent.operation(operation).resourcePath("users", userId);
        if (identityProvider != null) {
            adminEvent.representation(Map.of("enabled", false, PlaceholderMarker.ATTRIBUTE, identityProvider));
        }
        adminEvent.success();
    }

    private static RuntimeException badRequest(String message) {
        return ErrorResponse.error(message, Response.Status.BAD_REQUEST);
    }
}
