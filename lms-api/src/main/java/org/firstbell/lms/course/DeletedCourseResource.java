package org.firstbell.lms.course;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.firstbell.lms.paging.Cursor;
import org.firstbell.lms.paging.Page;
import org.firstbell.lms.paging.PageLimit;
import org.firstbell.lms.person.Caller;

/** Courses that were deleted, whose history remains. */
@Path("/deleted-courses")
@RolesAllowed(Caller.LMS_ADMIN)
@Tag(name = "Administration")
public class DeletedCourseResource {

    private final DeletedCourses deleted;

    DeletedCourseResource(DeletedCourses deleted) {
        this.deleted = deleted;
    }

    /** @param next left out on the last page */
    @Schema(name = "DeletedCourseList")
    record CourseList(
            List<DeletedCourses.View> courses,
            @JsonInclude(JsonInclude.Include.NON_NULL) Cursor next) {}

    @GET
    @Operation(
            summary = "Courses that were deleted, by title",
            description = "The history of what was given in one of them is where it was: /api/courses/{id}/history.")
    public CourseList list(
            @QueryParam("cursor") Cursor cursor, @QueryParam("limit") @DefaultValue("50") PageLimit limit) {
        Page<DeletedCourses.View> page = deleted.list(cursor == null ? Cursor.START : cursor, limit);
        return new CourseList(page.rows(), page.next());
    }
}
