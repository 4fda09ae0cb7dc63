package org.firstbell.lms.grant;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.firstbell.address.AddressRule;
import org.firstbell.address.InvalidEmailAddressException;
import org.firstbell.lms.explanation.Explanation;
import org.firstbell.lms.explanation.Sentence;
import org.firstbell.lms.grant.WaitingGrants.Waiting;
import org.firstbell.lms.paging.Cursor;
import org.firstbell.lms.paging.Page;
import org.firstbell.lms.paging.PageLimit;
import org.firstbell.lms.person.Caller;
import org.firstbell.lms.problem.PlainText;
import org.firstbell.lms.problem.ProblemException;

/** Everything that waits, in the whole school. */
@Path("/waiting-grants")
@RolesAllowed(Caller.LMS_ADMIN)
@Tag(name = "Administration")
public class WaitingGrantResource {

    private static final int LONGEST_WAIT_YEARS = 3;
    private static final Duration LONGEST_WAIT = Duration.ofDays(LONGEST_WAIT_YEARS * 365);

    private final WaitingGrants waiting;
    private final AddressRule addresses;
    private final Caller caller;
    private final Clock clock;

    WaitingGrantResource(WaitingGrants waiting, AddressRule addresses, Caller caller, Clock clock) {
        this.waiting = waiting;
        this.addresses = addresses;
        this.caller = caller;
        this.clock = clock;
    }

    /** @param next left out on the last page */
    record WaitingList(
            List<Waiting> waiting,
            @JsonInclude(JsonInclude.Include.NON_NULL) Cursor next) {}

    /** @param expiresAt in the future, three years ahead at most */
    record Extension(@NotNull Instant expiresAt) {}

    record NewAddress(@NotNull String email) {}

    /** @param attached whether somebody who is here has that address, and holds it now */
    record ReaddressView(boolean attached) {}

    @GET
    @Operation(summary = "Who waits for what, since when, by whom and until when, and why it is stuck if it is")
    public WaitingList list(
            @QueryParam("search") @DefaultValue("") @PlainText @Size(max = 200) String search,
            @QueryParam("stuck") @DefaultValue("false") @Pattern(regexp = "true|false") String stuck,
            @QueryParam("cursor") Cursor cursor,
            @QueryParam("limit") @DefaultValue("50") PageLimit limit) {
        Page<Waiting> page =
                waiting.list(search, Boolean.parseBoolean(stuck), cursor == null ? Cursor.START : cursor, limit);
        return new WaitingList(page.rows(), page.next());
    }

    @POST
    @Path("/{id}/extend")
    @Operation(summary = "Let a grant wait until another time")
    @APIResponse(responseCode = "204", description = "It waits until then")
    public void extend(@PathParam("id") UUID id, @NotNull @Valid Extension extension) {
        Instant now = clock.instant();
        Instant expiresAt = extension.expiresAt();
        if (!expiresAt.isAfter(now) || expiresAt.isAfter(now.plus(LONGEST_WAIT))) {
            throw ProblemException.invalid("expiresAt", Sentence.TIME_AHEAD.with("years", LONGEST_WAIT_YEARS));
        }
        waiting.extend(id, expiresAt, caller.id());
    }

    @POST
    @Path("/{id}/readdress")
    @Operation(
            summary = "Let a grant wait for another address",
            description =
                    "With the administrator's right to give it. Whoever is here and has that address holds it at once.")
    @APIResponse(responseCode = "409", description = "One of its kind in the course waits for that address already")
    public ReaddressView readdress(@PathParam("id") UUID id, @NotNull @Valid NewAddress address) {
        try {
            return new ReaddressView(waiting.readdress(id, addresses.parse(address.email()), caller.id()));
        } catch (InvalidEmailAddressException e) {
            throw ProblemException.invalid("email", Explanation.of(e));
        }
    }

    @DELETE
    @Path("/{id}")
    @Operation(summary = "Take back a grant that waits")
    @APIResponse(responseCode = "204", description = "Taken back")
    public void cancel(@PathParam("id") UUID id) {
        waiting.cancel(id, caller.id());
    }
}
