package org.firstbell.e2e.run;

import org.firstbell.bench.Goal;
import org.firstbell.bench.Recording;
import org.firstbell.bench.Scale;
import org.firstbell.bench.Series;
import org.firstbell.bench.Unit;
import org.firstbell.e2e.story.EndToEnd;
import org.firstbell.e2e.story.Measured;
import org.firstbell.e2e.system.FirstbellSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** How long after the commit of a first login the newcomer's privileges are there, on a system with nothing else to do. */
@EndToEnd
@Isolated
final class ReadableBench {

    private final FirstbellSystem system;
    private final Scale scale = Scale.fromSystemProperties();

    ReadableBench(FirstbellSystem system) {
        this.system = system;
    }

    @Test
    void readable() throws Exception {
        AttachTimes times = new Rehearsal(system).play(scale.of(30, 3), scale.of(200, 10));
        Series series = new Series(
                "Firstbell",
                1,
                times.sorted().stream()
                        .map(time -> Unit.MILLISECONDS.of(time.toNanos()))
                        .toList());

        Measured.on(system, new Recording("readable", "Login committed to privileges readable", Unit.MILLISECONDS, ""))
                .add(series)
                .goal(Goal.atMost(500, Unit.MILLISECONDS, "p99", series.spread().p99()))
                .note(
                        "From Keycloak's writing the event, a moment before the login's commit, to its recording that the LMS"
                                + " has taken it: rather too long than too short, in whole milliseconds.")
                .end();
    }
}
