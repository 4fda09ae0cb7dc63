package org.firstbell.lms.enrolment;

import io.quarkus.security.Authenticated;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.firstbell.lms.course.CourseAccess;
import org.firstbell.lms.course.Privilege;
import org.firstbell.lms.course.Standing;
import org.firstbell.lms.enrolment.BulkEnrolment.Mode;
import org.firstbell.lms.enrolment.BulkEnrolment.PlanView;
import org.firstbell.lms.person.Caller;
import org.firstbell.lms.problem.ProblemException;

/** Enrolling lists of people. */
@Path("/courses/{id}/enrolments")
@Authenticated
@Tag(name = "Enrolments")
public class EnrolmentResource {

    private static final int MOST_LINES = 10_000;

    private final BulkEnrolment enrolment;
    private final CourseAccess access;
    private final Caller caller;

    EnrolmentResource(BulkEnrolment enrolment, CourseAccess access, Caller caller) {
        this.enrolment = enrolment;
        this.access = access;
        this.caller = caller;
    }

    /** @param people addresses, 1 to 10,000; what is none gets its verdict like every other line */
    record NewPlan(@NotNull List<String> people) {}

    /** @param mode left out means {@code all} */
    record Commit(@NotNull UUID plan, Mode mode) {}

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
    public PlanView planCsv(@PathParam("id") UUID courseId, @NotNull String csv) {
        Standing course = access.require(Privilege.MANAGE_ENROLMENTS, courseId, caller);
        return plan(course, CsvLines.parse(csv));
    }

    @POST
    @Operation(
            summary = "Enrol a planned list",
            description =
                    "Whoever has signed in before is enrolled, for the others it waits. Repeating it does no harm.")
    public CommitView commit(@PathParam("id") UUID courseId, @NotNull @Valid Commit commit) {
        Standing course = access.require(Privilege.MANAGE_ENROLMENTS, courseId, caller);
        return enrolment.commit(course, caller.id(), commit.plan(), commit.mode() == null ? Mode.ALL : commit.mode());
    }

    private PlanView plan(Standing course, List<Line> lines) {
        if (lines.isEmpty() || lines.size() > MOST_LINES) {
            throw ProblemException.invalid("people", "must be 1 to " + MOST_LINES + " lines");
        }
        return enrolment.plan(course, caller.id(), lines);
    }
}
