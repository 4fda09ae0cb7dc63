package org.firstbell.lms.event;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirementsSet;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.firstbell.lms.arrival.WithoutArrival;
import org.jboss.logging.Logger;

/** Where Keycloak pushes its events (RFC 8935). The signature of the token is the authentication. */
@Path("/events")
@PermitAll
@Tag(name = "Events")
public class EventResource {

    private static final Logger LOG = Logger.getLogger(EventResource.class);

    private final SecurityEventVerifier verifier;
    private final EventInbox inbox;

    EventResource(SecurityEventVerifier verifier, EventInbox inbox) {
        this.verifier = verifier;
        this.inbox = inbox;
    }

    /** RFC 8935 section 2.3. */
    record Refusal(String err, String description) {}

    @POST
    @WithoutArrival
    @Consumes("application/secevent+jwt")
    @Operation(summary = "Receive a Security Event Token of the realm", description = "Taking it twice does no harm.")
    @SecurityRequirementsSet({})
    @APIResponse(responseCode = "202", description = "Taken; everything that follows from it has been done")
    @APIResponse(responseCode = "400", description = "Refused for good: {\"err\", \"description\"} of RFC 8935")
    @APIResponse(responseCode = "503", description = "Cannot be judged now; send it again")
    public Response receive(String token) {
        try {
            inbox.take(verifier.verify(token));
            return Response.accepted().build();
        } catch (EventRefusedException e) {
            LOG.infof("event refused: %s, %s", e.code(), e.getMessage());
            return Response.status(Response.Status.BAD_REQUEST)
                    .type(MediaType.APPLICATION_JSON_TYPE)
                    .entity(new Refusal(e.code(), e.getMessage()))
                    .build();
        }
    }
}
