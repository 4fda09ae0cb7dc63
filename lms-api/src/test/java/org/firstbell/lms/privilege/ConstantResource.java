package org.firstbell.lms.privilege;

import io.quarkus.security.Authenticated;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.firstbell.lms.arrival.WithoutArrival;

/** Behind the check of the token that all of the API has, a constant: nothing the API does can be faster. */
@Path("/testing/constant")
@Authenticated
public class ConstantResource {

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @WithoutArrival
    @Operation(hidden = true)
    public String get() {
        return "{\"privileges\":[\"manage_events\"]}";
    }
}
