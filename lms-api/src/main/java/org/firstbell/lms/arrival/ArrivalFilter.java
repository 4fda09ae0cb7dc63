package org.firstbell.lms.arrival;

import io.quarkus.security.identity.CurrentIdentityAssociation;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.ext.Provider;
import org.firstbell.lms.person.Caller;

/** Whoever is signed in has arrived before their first request is looked at, however fast their browser. */
@Provider
class ArrivalFilter implements ContainerRequestFilter {

    private final ResourceInfo resource;
    private final CurrentIdentityAssociation identity;
    private final Caller caller;
    private final Arrivals arrivals;

    ArrivalFilter(ResourceInfo resource, CurrentIdentityAssociation identity, Caller caller, Arrivals arrivals) {
        this.resource = resource;
        this.identity = identity;
        this.caller = caller;
        this.arrivals = arrivals;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        // In this order: where nobody needs to sign in, nobody's token is looked at.
        if (!resource.getResourceMethod().isAnnotationPresent(WithoutArrival.class)
                && !identity.getIdentity().isAnonymous()) {
            arrivals.firstAppearance(caller.identity());
        }
    }
}
