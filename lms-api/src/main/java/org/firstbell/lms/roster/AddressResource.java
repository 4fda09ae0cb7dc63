package org.firstbell.lms.roster;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.security.Authenticated;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.NotNull;
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
import org.firstbell.lms.course.Privilege;
import org.firstbell.lms.explanation.Explanation;
import org.firstbell.lms.person.Caller;
import org.firstbell.lms.person.DomainTypos;
import org.firstbell.lms.problem.ProblemException;

/** A look at an address while somebody types it. */
@Path("/courses/{id}/people/address")
@Authenticated
@Tag(name = "People")
public class AddressResource {

    private final AddressRule addresses;
    private final DomainTypos domainTypos;
    private final CourseAccess access;
    private final Caller caller;

    AddressResource(AddressRule addresses, DomainTypos domainTypos, CourseAccess access, Caller caller) {
        this.addresses = addresses;
        this.domainTypos = domainTypos;
        this.access = access;
        this.caller = caller;
    }

    /**
     * @param email in the form under which it is known
     * @param meant the address that may be meant instead; left out if nothing is suspicious
     */
    record AddressView(
            String email,
            @JsonInclude(JsonInclude.Include.NON_NULL) String meant) {}

    @GET
    @Transactional
    @Operation(
            summary = "Whether a text is an address, and which one may be meant if it looks mistyped",
            description = "400 says what is wrong with it. Says nothing about whose it is.")
    public AddressView check(@PathParam("id") UUID courseId, @QueryParam("email") @NotNull String email) {
        access.require(Privilege.MANAGE_PRIVILEGES, courseId, caller);
        EmailAddress address = parsed(email);
        EmailAddress meant = domainTypos.find(List.of(address)).get(address);
        return new AddressView(address.value(), meant == null ? null : meant.value());
    }

    private EmailAddress parsed(String email) {
        try {
            return addresses.parse(email);
        } catch (InvalidEmailAddressException e) {
            throw ProblemException.invalid("email", Explanation.of(e));
        }
    }
}
