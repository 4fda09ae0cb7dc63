package org.firstbell.lms.grant;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.firstbell.lms.grant.HeldGrants.Held;
import org.firstbell.lms.paging.Cursor;
import org.firstbell.lms.paging.Page;
import org.firstbell.lms.paging.PageLimit;
import org.firstbell.lms.person.Caller;

/** Grants that could not be attached although their person has come. */
@Path("/held-grants")
@RolesAllowed(Caller.LMS_ADMIN)
@Tag(name = "Administration")
public class HeldGrantResource {

    private final HeldGrants held;
    private final Caller caller;

    HeldGrantResource(HeldGrants held, Caller caller) {
        this.held = held;
        this.caller = caller;
    }

    /** @param next left out on the last page */
    record HeldList(
            List<Held> held,
            @JsonInclude(JsonInclude.Include.NON_NULL) Cursor next) {}

    /** @param attached whether its person holds it now; if not, it is held for another reason */
    record ReleaseView(boolean attached) {}

    @GET
    @Operation(summary = "Grants that wait for an administrator, and why")
    public HeldList list(
            @QueryParam("cursor") Cursor cursor, @QueryParam("limit") @DefaultValue("50") PageLimit limit) {
        Page<Held> page = held.list(cursor == null ? Cursor.START : cursor, limit);
        return new HeldList(page.rows(), page.next());
    }

    @POST
    @Path("/{id}/release")
    @Operation(
            summary = "Let a grant go on",
            description = "With the administrator's right to give it. What it gives must be valid nevertheless.")
    public ReleaseView release(@PathParam("id") UUID id) {
        return new ReleaseView(held.release(id, caller.id()));
    }
}
