package org.firstbell.lms.enrolment;

import io.quarkus.security.Authenticated;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.firstbell.lms.course.CourseAccess;
import org.firstbell.lms.course.Privilege;
import org.firstbell.lms.course.Standing;
import org.firstbell.lms.enrolment.BatchUndo.UndoView;
import org.firstbell.lms.enrolment.BulkEnrolment.Mode;
import org.firstbell.lms.enrolment.BulkEnrolment.PlanView;
import org.firstbell.lms.enrolment.BulkEnrolment.Typos;
import org.firstbell.lms.explanation.Sentence;
import org.firstbell.lms.person.Caller;
import org.firstbell.lms.problem.ProblemException;

/** Enrolling lists of people. */
@Path("/courses/{id}/enrolments")
@Authenticated
@Tag(name = "Enrolments")
public class EnrolmentResource {

    private static final int MOST_LINES = 10_000;

    private final BulkEnrolment enrolment;
    private final BatchUndo undo;
    private final CourseAccess access;
    private final Caller caller;

    EnrolmentResource(BulkEnrolment enrolment, BatchUndo undo, CourseAccess access, Caller caller) {
        this.enrolment = enrolment;
        this.undo = undo;
        this.access = access;
        this.caller = caller;
    }

    /** @param people addresses, 1 to 10,000; what is none gets its verdict like every other line */
    record NewPlan(@NotNull List<String> people) {}

    /**
     * @param mode left out means {@code all}
     * @param typos left out means {@code leave}
     */
    record Commit(@NotNull UUID plan, Mode mode, Typos typos) {

        Commit {
            mode = mode == null ? Mode.ALL : mode;
            typos = typos == null ? Typos.LEAVE : typos;
        }
    }

    @POST
    @Path("/plan")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "What enrolling a list would do; changes nothing")
    public PlanView planJson(@PathParam("id") UUID courseId, @NotNull @Valid NewPlan plan) {
        Standing course = access.require(Privilege.MANAGE_ENROLMENTS, courseId, caller);
        List<String> people = plan.people();
        return plan(
                course,
                IntStream.range(0, people.size())
                        .mapToObj(i -> new Line(i + 1, people.get(i) == null ? "" : people.get(i)))
                        .toList());
    }

    @POST
    @Path("/plan")
    @Consumes("text/csv")
    @Operation(summary = "What enrolling the addresses in a CSV file would do; changes nothing")
    @RequestBody(content = @Content(schema = @Schema(type = SchemaType.STRING)))
    public PlanView planCsv(@PathParam("id") UUID courseId, @NotNull byte[] csv) {
        Standing course = access.require(Privilege.MANAGE_ENROLMENTS, courseId, caller);
        return plan(course, CsvLines.parse(CsvBytes.decode(csv)));
    }

    @POST
    @Operation(
            summary = "Enrol a planned list",
            description =
                    "Whoever has signed in before is enrolled, for the others it waits. Repeating it does no harm.")
    public CommitView commit(@PathParam("id") UUID courseId, @NotNull @Valid Commit commit) {
        Standing course = access.require(Privilege.MANAGE_ENROLMENTS, courseId, caller);
        return enrolment.commit(course, caller.id(), commit.plan(), commit.mode(), commit.typos());
    }

    @GET
    @Path("/plans/{plan}/bad-lines")
    @Produces("text/csv; charset=utf-8")
    @Operation(
            summary = "The lines of a plan that are no addresses or look mistyped, as CSV",
            description = "To be corrected in a spreadsheet and given in again; no cell is taken for a formula.")
    @APIResponse(
            responseCode = "200",
            description = "Columns email, line and problem",
            content = @Content(mediaType = "text/csv", schema = @Schema(type = SchemaType.STRING)))
    public Response badLines(@PathParam("id") UUID courseId, @PathParam("plan") UUID plan) {
        Standing course = access.require(Privilege.MANAGE_ENROLMENTS, courseId, caller);
        return Response.ok(enrolment.badLines(course, plan))
                .header("Content-Disposition", "attachment; filename=\"bad-lines.csv\"")
                .build();
    }

    @DELETE
    @Path("/batches/{batch}")
    @Operation(
            summary = "Take back what a batch has given",
            description = "Whether it still waits or is held by now. Repeating it does no harm.")
    public UndoView undo(@PathParam("id") UUID courseId, @PathParam("batch") UUID batch) {
        access.require(Privilege.MANAGE_ENROLMENTS, courseId, caller);
        return undo.undo(courseId, caller.id(), batch);
    }

    private PlanView plan(Standing course, List<Line> lines) {
        if (lines.isEmpty() || lines.size() > MOST_LINES) {
            throw ProblemException.invalid(
                    "people", Sentence.LINES_FROM_TO.with(Map.of("least", 1, "most", MOST_LINES)));
        }
        return enrolment.plan(course, caller.id(), lines);
    }
}
