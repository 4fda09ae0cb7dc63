package org.firstbell.lms.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.security.Authenticated;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.firstbell.address.AddressRule;
import org.firstbell.address.EmailAddress;
import org.firstbell.address.InvalidEmailAddressException;
import org.firstbell.lms.course.CourseAccess;
import org.firstbell.lms.explanation.Explanation;
import org.firstbell.lms.explanation.Sentence;
import org.firstbell.lms.paging.Cursor;
import org.firstbell.lms.paging.Page;
import org.firstbell.lms.paging.PageLimit;
import org.firstbell.lms.person.Caller;
import org.firstbell.lms.person.SubjectId;
import org.firstbell.lms.problem.ProblemException;

/** What happened to the grants of a course. */
@Path("/courses/{id}/history")
@Authenticated
@Tag(name = "History")
public class HistoryResource {

    private final CourseHistory history;
    private final CourseAccess access;
    private final AddressRule addresses;
    private final Caller caller;

    HistoryResource(CourseHistory history, CourseAccess access, AddressRule addresses, Caller caller) {
        this.history = history;
        this.access = access;
        this.addresses = addresses;
        this.caller = caller;
    }

    /** @param next left out on the last page */
    record HistoryView(
            List<HistoryEntry> history,
            @JsonInclude(JsonInclude.Include.NON_NULL) Cursor next) {}

    @GET
    @Operation(
            summary = "Who gave what to whom, and what became of it, latest first",
            description = "For the owner of the course and administrators, for the latter even once it is deleted."
                    + " It is never changed; people whose accounts are gone are ids in it.")
    public HistoryView list(
            @PathParam("id") UUID courseId,
            @QueryParam("email") String email,
            @QueryParam("userId") String userId,
            @QueryParam("cursor") Cursor cursor,
            @QueryParam("limit") @DefaultValue("50") PageLimit limit) {
        access.requireHistory(courseId, caller);
        Page<HistoryEntry> page = history.find(
                courseId,
                email == null ? null : address(email),
                userId == null ? null : userId(userId),
                cursor == null ? Cursor.START : cursor,
                limit);
        return new HistoryView(page.rows(), page.next());
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
