package org.firstbell.lms.enrolment;

import io.quarkus.security.Authenticated;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
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
import org.firstbell.address.AddressRule;
import org.firstbell.address.EmailAddress;
import org.firstbell.address.InvalidEmailAddressException;
import org.firstbell.lms.course.CourseAccess;
import org.firstbell.lms.course.Privilege;
import org.firstbell.lms.course.Standing;
import org.firstbell.lms.enrolment.BatchUndo.UndoView;
import org.firstbell.lms.enrolment.BulkEnrolment.Mode;
import org.firstbell.lms.enrolment.BulkEnrolment.PlanView;
import org.firstbell.lms.enrolment.BulkEnrolment.Typos;
import org.firstbell.lms.explanation.Explanation;
import org.firstbell.lms.explanation.Sentence;
import org.firstbell.lms.grant.Precondition;
import org.firstbell.lms.person.Caller;
import org.firstbell.lms.person.SubjectId;
import org.firstbell.lms.problem.ProblemException;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** Enrolling lists of people. */
@Path("/courses/{id}/enrolments")
@Authenticated
@Tag(name = "Enrolments")
public class EnrolmentResource {

    private static final int MOST_LINES = 10_000;

    private final BulkEnrolment enrolment;
    private final BatchUndo undo;
    private final SingleEnrolment single;
    private final AddressRule addresses;
    private final CourseAccess access;
    private final Caller caller;

    EnrolmentResource(
            BulkEnrolment enrolment,
            BatchUndo undo,
            SingleEnrolment single,
            AddressRule addresses,
            CourseAccess access,
            Caller caller) {
        this.enrolment = enrolment;
        this.undo = undo;
        this.single = single;
        this.addresses = addresses;
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

    /**
     * @param email of anybody, known here or not; or else
     * @param userId of somebody known here
     */
    record NewEnrolment(String email, UUID userId) {}

    @PUT
    @Operation(
            summary = "Enrol one person",
            description = "Whoever has signed in before is enrolled, for others it waits. Repeating it does no harm.")
    @APIResponse(
            responseCode = "200",
            description = "The enrolment; its version is the ETag",
            content = @Content(schema = @Schema(implementation = EnrolmentView.class)))
    public RestResponse<EnrolmentView> put(@PathParam("id") UUID courseId, @NotNull @Valid NewEnrolment enrolled) {
        Standing course = access.require(Privilege.MANAGE_ENROLMENTS, courseId, caller);
        requireExactlyOne(enrolled.email(), enrolled.userId());
        EnrolmentView view = enrolled.userId() != null
                ? single.put(course, caller.id(), enrolled.userId())
                : single.put(course, caller.id(), address(enrolled.email()));
        return ResponseBuilder.ok(view).tag(view.id().toString()).build();
    }

    @DELETE
    @Operation(summary = "Take one enrolment back, whether it is held or still waiting")
    @APIResponse(responseCode = "204", description = "Taken back")
    @APIResponse(responseCode = "412", description = "Somebody else has changed it meanwhile")
    public void delete(
            @PathParam("id") UUID courseId,
            @HeaderParam("If-Match") String ifMatch,
            @QueryParam("email") String email,
            @QueryParam("userId") String userId) {
        Standing course = access.require(Privilege.MANAGE_ENROLMENTS, courseId, caller);
        requireExactlyOne(email, userId);
        Precondition precondition = Precondition.of(ifMatch, null);
        if (userId != null) {
            UUID person = SubjectId.parse(userId)
                    .orElseThrow(() -> ProblemException.invalid("userId", Sentence.NO_USER_ID.plain()));
            single.revoke(course, caller.id(), person, precondition);
        } else {
            single.revoke(course, caller.id(), address(email), precondition);
        }
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
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Enrol a planned list",
            description =
                    "Whoever has signed in before is enrolled, for the others it waits. Repeating it does no harm.")
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content = @Content(schema = @Schema(implementation = CommitView.class)))
    public String commit(@PathParam("id") UUID courseId, @NotNull @Valid Commit commit) {
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
