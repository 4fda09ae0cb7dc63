package org.firstbell.lms.event;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirementsSet;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.firstbell.lms.arrival.WithoutArrival;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/** Where Keycloak pushes its events (RFC 8935). The signature of the token is the authentication. */
@Path("/events")
@PermitAll
@Tag(name = "Events")
public class EventResource {

    private static final Logger LOG = Logger.getLogger(EventResource.class);

    /** A field of its own in structured logs; Keycloak's have the same. */
    private static final String DELIVERY_ID = "deliveryId";

    private final SecurityEventVerifier verifier;
    private final EventInbox inbox;
    private final Counter taken;
    private final Counter refused;

    EventResource(SecurityEventVerifier verifier, EventInbox inbox, MeterRegistry registry) {
        this.verifier = verifier;
        this.inbox = inbox;
        this.taken = registry.counter("firstbell.events", "outcome", "taken");
        this.refused = registry.counter("firstbell.events", "outcome", "refused");
    }

    @POST
    @WithoutArrival
    @Consumes(SecurityEvent.MEDIA_TYPE)
    @Operation(summary = "Receive a Security Event Token of the realm", description = "Taking it twice does no harm.")
    @SecurityRequirementsSet({})
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = SecurityEvent.MEDIA_TYPE,
                            schema = @Schema(type = SchemaType.STRING, description = "A compact JWS, 64 KiB at most")))
    @APIResponse(responseCode = "202", description = "Taken; everything that follows from it has been done")
    @APIResponse(
            responseCode = "400",
            description = "Refused for good",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Refusal.class)))
    @APIResponse(responseCode = "503", description = "Cannot be judged now; send it again after Retry-After seconds")
    public Response receive(InputStream body) throws IOException {
        try {
            take(verifier.verify(token(body)));
            taken.increment();
            return Response.accepted().build();
        } catch (EventRefusedException e) {
            LOG.infof("event refused: %s, %s", e.code(), e.getMessage());
            refused.increment();
            return Response.status(Refusal.STATUS)
                    .type(MediaType.APPLICATION_JSON_TYPE)
                    .entity(Refusal.of(e))
                    .build();
        }
    }

    private void take(SecurityEvent event) {
        MDC.put(DELIVERY_ID, event.id());
        try {
            inbox.take(event);
        } finally {
            MDC.remove(DELIVERY_ID);
        }
    }

    /** A body that did not say how long it is turns out too long only here. */
    private static String token(InputStream body) throws EventRefusedException, IOException {
        byte[] token = body.readNBytes(SecurityEventVerifier.MAX_LENGTH + 1);
        if (token.length > SecurityEventVerifier.MAX_LENGTH) {
            throw EventRefusedException.tooLong();
        }
        return new String(token, US_ASCII);
    }
}
