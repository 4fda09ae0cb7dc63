package org.firstbell.lms.course;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.security.Authenticated;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.firstbell.address.EmailAddress;
import org.firstbell.lms.arrival.Arrivals;
import org.firstbell.lms.arrival.WithoutArrival;
import org.firstbell.lms.grant.ExpiredGrants;
import org.firstbell.lms.grant.ExpiredGrants.TooLate;
import org.firstbell.lms.person.Caller;
import org.firstbell.lms.person.People;
import org.firstbell.lms.person.PersonView;
import org.firstbell.lms.problem.ProblemException;
import org.firstbell.lms.problem.ProblemType;

/** Whoever is signed in, and what is theirs. */
@Path("/me")
@Authenticated
@Tag(name = "Me")
public class MeResource {

    private final Arrivals arrivals;
    private final People people;
    private final Courses courses;
    private final ExpiredGrants expired;
    private final Caller caller;

    MeResource(Arrivals arrivals, People people, Courses courses, ExpiredGrants expired, Caller caller) {
        this.arrivals = arrivals;
        this.people = people;
        this.courses = courses;
        this.expired = expired;
        this.caller = caller;
    }

    /**
     * @param email the proven address; left out if the realm vouches for none
     * @param roles those of the realm that mean something here: {@code teacher}, {@code lms-admin}
     * @param expired what the caller came too late for, latest first; left out if there is nothing
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record MeView(
            UUID id,
            String email,
            String name,
            List<String> roles,
            List<Standing.View> courses,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ExpiredView> expired) {}

    record CourseName(UUID id, String title) {}

    /**
     * Something that was given to the caller's address and expired before they came.
     *
     * @param kind {@code privileges} or {@code enrolment}
     * @param ask who may give it again
     */
    record ExpiredView(CourseName course, String kind, Instant expiredAt, PersonView ask) {

        static ExpiredView of(TooLate grant) {
            return new ExpiredView(
                    new CourseName(grant.courseId(), grant.title()),
                    grant.kind(),
                    grant.expiredAt(),
                    new PersonView(grant.askEmail(), grant.askId(), grant.askName()));
        }
    }

    @GET
    @WithoutArrival
    @Operation(summary = "The caller and their courses; attaches what waited for them")
    public MeView get() {
        arrivals.appearance(caller.identity());
        PersonView me = people.find(caller.id()).orElseThrow(() -> new ProblemException(ProblemType.ACCOUNT_DELETED));
        return new MeView(
                me.userId(),
                me.email(),
                me.name(),
                caller.roles(),
                courses.of(me.userId()).stream().map(Standing::view).toList(),
                me.email() == null
                        ? List.of()
                        : expired.of(new EmailAddress(me.email())).stream()
                                .map(ExpiredView::of)
                                .toList());
    }
}
