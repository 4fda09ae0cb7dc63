package org.firstbell.lms.roster;

import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.firstbell.lms.course.CourseAccess;
import org.firstbell.lms.course.Privilege;
import org.firstbell.lms.person.Caller;

/** Tells those who look at the people of a course when to look again. */
@Path("/courses/{id}/people/events")
@Authenticated
@Tag(name = "People")
public class PeopleEventsResource {

    private final PeopleChanges changes;
    private final Streams streams;
    private final CourseAccess access;
    private final Caller caller;
    private final Clock clock;
    private final Duration heartbeat;

    PeopleEventsResource(
            PeopleChanges changes,
            Streams streams,
            CourseAccess access,
            Caller caller,
            Clock clock,
            @ConfigProperty(name = "firstbell.people-events.heartbeat") Duration heartbeat) {
        this.changes = changes;
        this.streams = streams;
        this.access = access;
        this.caller = caller;
        this.clock = clock;
        this.heartbeat = heartbeat;
    }

    /** What happens on the line. */
    private enum Signal {
        CHANGED,
        HEARTBEAT
    }

    /** Whoever watches, as their token had it. */
    private record Reader(UUID personId, boolean admin, UUID courseId, Instant until) {}

    @GET
    @Blocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            summary = "Server-sent events: when the people of the course have changed",
            description =
                    "An event people-changed, without anything in it, each time: look again. Comments in between show"
                            + " that the line holds. It ends with the caller's token, or their right to look.")
    @APIResponse(
            responseCode = "200",
            description = "Does not end by itself",
            content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "429", description = "The caller reads too many streams already")
    public Multi<OutboundSseEvent> events(@PathParam("id") UUID courseId, @Context Sse sse) {
        access.require(Privilege.MANAGE_PRIVILEGES, courseId, caller);
        Reader reader = new Reader(caller.id(), caller.isAdmin(), courseId, caller.tokenExpiresAt());
        Streams.Place place = streams.take(reader.personId());
        Multi<Signal> changed = Multi.createFrom()
                .emitter(
                        emitter ->
                                emitter.onTermination(changes.watch(courseId, () -> emitter.emit(Signal.CHANGED))::end),
                        BackPressureStrategy.LATEST);
        Multi<Signal> beats = Multi.createFrom()
                .ticks()
                .every(heartbeat)
                .map(tick -> Signal.HEARTBEAT)
                .onOverflow()
                .drop();
        return Multi.createBy()
                .merging()
                .streams(changed, beats)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .select()
                .first(signal -> mayStillLook(reader))
                .map(signal -> event(signal, sse))
                .onTermination()
                .invoke(place::leave);
    }

    private boolean mayStillLook(Reader reader) {
        return clock.instant().isBefore(reader.until())
                && access.find(reader.courseId(), reader.personId(), reader.admin())
                        .filter(standing -> standing.privileges().contains(Privilege.MANAGE_PRIVILEGES))
                        .isPresent();
    }

    private static OutboundSseEvent event(Signal signal, Sse sse) {
        return signal == Signal.CHANGED
                ? sse.newEventBuilder().name("people-changed").data("{}").build()
                : sse.newEventBuilder().comment("").build();
    }
}
