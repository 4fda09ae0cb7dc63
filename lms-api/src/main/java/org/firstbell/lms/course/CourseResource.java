package org.firstbell.lms.course;

import io.quarkus.security.Authenticated;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.firstbell.lms.explanation.Sentence;
import org.firstbell.lms.person.Caller;
import org.firstbell.lms.problem.PlainText;
import org.firstbell.lms.problem.ProblemException;

/** Courses. */
@Path("/courses")
@Authenticated
@Tag(name = "Courses")
public class CourseResource {

    /** Wide enough for any real course; far inside what every date type can hold. */
    private static final LocalDate EARLIEST_END = LocalDate.of(2000, 1, 1);

    private static final LocalDate LATEST_END = LocalDate.of(2199, 12, 31);

    private final Courses courses;
    private final CourseDeletion deletion;
    private final CourseAccess access;
    private final Caller caller;

    CourseResource(Courses courses, CourseDeletion deletion, CourseAccess access, Caller caller) {
        this.courses = courses;
        this.deletion = deletion;
        this.access = access;
        this.caller = caller;
    }

    /** @param endsOn the last day; null for a course without end */
    record NewCourse(@NotBlank @Size(max = 200) @PlainText String title, LocalDate endsOn) {}

    record CourseList(List<Standing.View> courses) {}

    @POST
    @RolesAllowed({Caller.TEACHER, Caller.LMS_ADMIN})
    @Operation(summary = "Create a course, which the caller owns")
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = Standing.View.class)))
    public Response create(@NotNull @Valid NewCourse course, UriInfo uri) {
        if (course.endsOn() != null
                && (course.endsOn().isBefore(EARLIEST_END) || course.endsOn().isAfter(LATEST_END))) {
            throw ProblemException.invalid(
                    "endsOn",
                    Sentence.DAY_FROM_TO.with(Map.of("first", EARLIEST_END.toString(), "last", LATEST_END.toString())));
        }
        UUID id = courses.create(course.title().strip(), course.endsOn(), caller.id());
        return Response.created(uri.getAbsolutePathBuilder().path(id.toString()).build())
                .entity(access.requireMember(id, caller).view())
                .build();
    }

    @GET
    @Operation(summary = "The courses that the caller owns or is a member of")
    public CourseList list() {
        return new CourseList(
                courses.of(caller.id()).stream().map(Standing::view).toList());
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "A course, for those who have to do with it")
    public Standing.View get(@PathParam("id") UUID id) {
        return access.requireMember(id, caller).view();
    }

    @DELETE
    @Path("/{id}")
    @Operation(
            summary = "Delete a course, with everything that was given in it",
            description = "For its owner and administrators. Its history remains, for administrators.")
    @APIResponse(responseCode = "204", description = "Deleted")
    public void delete(@PathParam("id") UUID id) {
        access.requireOwner(id, caller);
        deletion.delete(id, caller.id());
    }
}
