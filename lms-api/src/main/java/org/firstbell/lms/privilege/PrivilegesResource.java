package org.firstbell.lms.privilege;

import io.quarkus.security.Authenticated;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.firstbell.address.AddressRule;
import org.firstbell.address.EmailAddress;
import org.firstbell.address.InvalidEmailAddressException;
import org.firstbell.lms.arrival.Arrivals;
import org.firstbell.lms.arrival.WithoutArrival;
import org.firstbell.lms.course.CourseAccess;
import org.firstbell.lms.course.Privilege;
import org.firstbell.lms.course.Privileges;
import org.firstbell.lms.course.Standing;
import org.firstbell.lms.explanation.Explanation;
import org.firstbell.lms.explanation.Sentence;
import org.firstbell.lms.grant.Precondition;
import org.firstbell.lms.person.Caller;
import org.firstbell.lms.person.SubjectId;
import org.firstbell.lms.privilege.GrantPolicy.Granter;
import org.firstbell.lms.problem.ProblemException;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** Privileges in a course. */
@Path("/courses/{id}/privileges")
@Authenticated
@Tag(name = "Privileges")
public class PrivilegesResource {

    private final PrivilegeGrants grants;
    private final CourseAccess access;
    private final Arrivals arrivals;
    private final AddressRule addresses;
    private final Caller caller;

    PrivilegesResource(
            PrivilegeGrants grants, CourseAccess access, Arrivals arrivals, AddressRule addresses, Caller caller) {
        this.grants = grants;
        this.access = access;
        this.arrivals = arrivals;
        this.addresses = addresses;
        this.caller = caller;
    }

    /**
     * What somebody is to have, in place of whatever they have.
     *
     * @param email of anybody, known here or not; or else
     * @param userId of somebody known here
     * @param allow left out means nothing
     * @param deny left out means nothing; wins over {@code allow}
     */
    record PutPrivileges(String email, UUID userId, Set<@NotNull Privilege> allow, Set<@NotNull Privilege> deny) {

        Privileges privileges() {
            return new Privileges(allow == null ? Set.of() : allow, deny == null ? Set.of() : deny);
        }
    }

    record MyPrivileges(Set<Privilege> privileges) {}

    @PUT
    @Operation(
            summary = "Give privileges",
            description =
                    "Replaces what the person has, or what waits for them. Whether they have ever signed in makes no"
                            + " difference to the caller. With If-Match, only if it still is what the caller has seen;"
                            + " with If-None-Match: *, only if there is nothing yet.")
    @APIResponse(
            responseCode = "200",
            description = "What the person has now; its version is the ETag",
            content = @Content(schema = @Schema(implementation = PrivilegesView.class)))
    @APIResponse(responseCode = "412", description = "Somebody else has changed it meanwhile")
    public RestResponse<PrivilegesView> put(
            @PathParam("id") UUID courseId,
            @HeaderParam("If-Match") String ifMatch,
            @HeaderParam("If-None-Match") String ifNoneMatch,
            @NotNull @Valid PutPrivileges request) {
        Standing course = access.require(Privilege.MANAGE_PRIVILEGES, courseId, caller);
        requireExactlyOne(request.email(), request.userId());
        Precondition precondition = Precondition.of(ifMatch, ifNoneMatch);
        PrivilegesView view = request.userId() != null
                ? grants.put(granter(course), course, request.userId(), request.privileges(), precondition)
                : grants.put(granter(course), course, address(request.email()), request.privileges(), precondition);
        return ResponseBuilder.ok(view).tag(request.privileges().version()).build();
    }

    @DELETE
    @Operation(summary = "Take privileges back, whether they are held or still waiting")
    @APIResponse(responseCode = "204", description = "Taken back")
    @APIResponse(responseCode = "412", description = "Somebody else has changed it meanwhile")
    public void delete(
            @PathParam("id") UUID courseId,
            @HeaderParam("If-Match") String ifMatch,
            @QueryParam("email") String email,
            @QueryParam("userId") String userId) {
        Standing course = access.require(Privilege.MANAGE_PRIVILEGES, courseId, caller);
        requireExactlyOne(email, userId);
        Precondition precondition = Precondition.of(ifMatch, null);
        if (userId != null) {
            grants.revoke(granter(course), course, userId(userId), precondition);
        } else {
            grants.revoke(granter(course), course, address(email), precondition);
        }
    }

    @GET
    @Path("/me")
    @WithoutArrival
    @Operation(summary = "The caller's effective privileges")
    public MyPrivileges mine(@PathParam("id") UUID courseId) {
        // One statement for whoever is a member already; only for an outsider something may be waiting.
        Standing standing = access.find(courseId, caller).orElseGet(() -> {
            arrivals.appearance(caller.identity());
            return access.requireMember(courseId, caller);
        });
        return new MyPrivileges(standing.privileges());
    }

    private Granter granter(Standing course) {
        return new Granter(caller.id(), course.privileges(), caller.isAdmin());
    }

    private static void requireExactlyOne(Object email, Object userId) {
        if ((email == null) == (userId == null)) {
            throw ProblemException.invalid("email", Sentence.EITHER_EMAIL_OR_USER_ID.plain());
        }
    }

    private EmailAddress address(String email) {
        try {
            return addresses.parse(email);
        } catch (InvalidEmailAddressException e) {
            throw ProblemException.invalid("email", Explanation.of(e));
        }
    }

    private static UUID userId(String userId) {
        return SubjectId.parse(userId)
                .orElseThrow(() -> ProblemException.invalid("userId", Sentence.NO_USER_ID.plain()));
    }
}
