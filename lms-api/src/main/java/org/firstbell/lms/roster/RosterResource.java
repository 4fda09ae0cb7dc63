package org.firstbell.lms.roster;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.security.Authenticated;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.firstbell.lms.course.CourseAccess;
import org.firstbell.lms.course.Privilege;
import org.firstbell.lms.explanation.Sentence;
import org.firstbell.lms.grant.GrantStatus;
import org.firstbell.lms.paging.Cursor;
import org.firstbell.lms.paging.Page;
import org.firstbell.lms.paging.PageLimit;
import org.firstbell.lms.person.Caller;
import org.firstbell.lms.problem.PlainText;
import org.firstbell.lms.problem.ProblemException;
import org.firstbell.lms.roster.Roster.Counts;
import org.firstbell.lms.roster.Roster.Progress;

/** The people of a course. */
@Path("/courses/{id}/people")
@Authenticated
@Tag(name = "People")
public class RosterResource {

    private final Roster roster;
    private final CourseAccess access;
    private final Caller caller;

    RosterResource(Roster roster, CourseAccess access, Caller caller) {
        this.roster = roster;
        this.access = access;
        this.caller = caller;
    }

    /** @param next left out on the last page */
    record RosterView(
            List<RosterEntry> people,
            @JsonInclude(JsonInclude.Include.NON_NULL) Cursor next) {}

    @GET
    @Operation(
            summary = "Everybody who has been given something in the course, whether or not they have ever signed in")
    public RosterView list(
            @PathParam("id") UUID courseId,
            @QueryParam("search") @DefaultValue("") @PlainText @Size(max = 200) String search,
            @QueryParam("status") String status,
            @QueryParam("cursor") Cursor cursor,
            @QueryParam("limit") @DefaultValue("50") PageLimit limit) {
        access.require(Privilege.MANAGE_PRIVILEGES, courseId, caller);
        Page<RosterEntry> page = roster.search(
                courseId,
                search,
                status == null ? null : status(status),
                cursor == null ? Cursor.START : cursor,
                limit);
        return new RosterView(page.rows(), page.next());
    }

    @GET
    @Path("/counts")
    @Operation(summary = "How many people hold something in the course, and for how many something waits")
    public Counts counts(@PathParam("id") UUID courseId) {
        access.require(Privilege.MANAGE_PRIVILEGES, courseId, caller);
        return roster.counts(courseId);
    }

    @GET
    @Path("/provisioning")
    @Operation(summary = "How many of those who are waited for have their placeholder in Keycloak")
    public Progress provisioning(@PathParam("id") UUID courseId) {
        access.require(Privilege.MANAGE_PRIVILEGES, courseId, caller);
        return roster.progress(courseId);
    }

    private static GrantStatus status(String text) {
        return Stream.of(GrantStatus.values())
                .filter(status -> status.toString().equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalid(
                        "status",
                        Sentence.ONE_OF.with(
                                "values",
                                Stream.of(GrantStatus.values())
                                        .map(GrantStatus::toString)
                                        .toList())));
    }
}
