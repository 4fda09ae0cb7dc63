package org.firstbell.lms.reconciliation;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.firstbell.lms.person.Caller;
import org.firstbell.lms.problem.ProblemException;
import org.firstbell.lms.problem.ProblemType;
import org.firstbell.lms.reconciliation.Reconciliation.Report;

/** Comparing with the realm at once. */
@Path("/reconciliation")
@Tag(name = "Administration")
public class ReconciliationResource {

    private final Reconciliation reconciliation;

    ReconciliationResource(Reconciliation reconciliation) {
        this.reconciliation = reconciliation;
    }

    @POST
    @RolesAllowed(Caller.LMS_ADMIN)
    @Operation(
            summary = "Make good what no event has told",
            description =
                    "Compares everybody who is known here or waited for with the realm. Answers when it is done; all but"
                            + " checked is 0 if nothing was missing.")
    @APIResponse(responseCode = "200", description = "What was found and put right")
    @APIResponse(responseCode = "409", description = "It is being done already")
    @APIResponse(responseCode = "503", description = "The realm does not answer")
    public Report run(
            @Parameter(description = "Whether people whose accounts are gone are forgotten however many they are")
                    @QueryParam("purgeAll")
                    @DefaultValue("false")
                    boolean purgeAll) {
        return reconciliation.run(purgeAll).orElseThrow(() -> new ProblemException(ProblemType.RECONCILIATION_RUNNING));
    }
}
