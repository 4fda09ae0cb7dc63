package org.firstbell.lms.person;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.firstbell.lms.paging.Cursor;
import org.firstbell.lms.paging.Page;
import org.firstbell.lms.paging.PageLimit;
import org.firstbell.lms.problem.PlainText;

/** The directory of everybody who has been here, for teachers. */
@Path("/people")
@Tag(name = "People")
public class DirectoryResource {

    private final Directory directory;

    DirectoryResource(Directory directory) {
        this.directory = directory;
    }

    /** @param next left out on the last page */
    record DirectoryView(
            List<PersonView> people,
            @JsonInclude(JsonInclude.Include.NON_NULL) Cursor next) {}

    @GET
    @RolesAllowed({Caller.TEACHER, Caller.LMS_ADMIN})
    @Operation(summary = "Registered users whose name or address contains the search text")
    public DirectoryView search(
            @QueryParam("search") @DefaultValue("") @PlainText @Size(max = 200) String search,
            @QueryParam("cursor") Cursor cursor,
            @QueryParam("limit") @DefaultValue("50") PageLimit limit) {
        Page<PersonView> page = directory.search(search, cursor == null ? Cursor.START : cursor, limit);
        return new DirectoryView(page.rows(), page.next());
    }
}
