package org.firstbell.lms;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.time.Clock;
import java.util.random.RandomGenerator;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;

/** The API as a whole: its root, its description, and what it has from outside that tests replace. */
@ApplicationPath("/api")
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Firstbell LMS API",
                        version = "1",
                        description =
                                "Courses, and who is given what in them, whether or not they have ever signed in. Errors are RFC 9457 problem details."),
        security = @SecurityRequirement(name = "keycloak"))
public class LmsApi extends Application {

    @Produces
    @Singleton
    static Clock clock() {
        return Clock.systemUTC();
    }

    /** The source of jitter. Two instances must not draw the same. */
    @Produces
    @Singleton
    static RandomGenerator random() {
        return RandomGenerator.getDefault();
    }
}
