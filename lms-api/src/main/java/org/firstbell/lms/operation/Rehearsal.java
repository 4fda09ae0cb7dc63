package org.firstbell.lms.operation;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** A start for its own sake: Java writes down which classes it loads ({@code archive.options}), and nobody is served. */
@Dependent
final class Rehearsal {

    void end(
            @Observes StartupEvent started,
            @ConfigProperty(name = "firstbell.ends-once-started", defaultValue = "false") boolean endsOnceStarted) {
        if (endsOnceStarted) {
            Quarkus.asyncExit();
        }
    }
}
