package org.firstbell.e2e.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.firstbell.e2e.story.EndToEnd;
import org.firstbell.e2e.system.FirstbellSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * How long after the commit of a first login the newcomer's privileges are there, on a system with nothing else to do.
 *
 * <p>No part of {@code verify}: run with {@code ./mvnw -Pdelivery-time}.
 */
@EndToEnd
@Isolated
final class AttachTime {

    private final FirstbellSystem system;

    AttachTime(FirstbellSystem system) {
        this.system = system;
    }

    @Test
    void isShort() {
        AttachTimes times = new Rehearsal(system).play(30, 200);

        System.out.println(times);
        assertThat(times.percentile(50)).isLessThanOrEqualTo(Duration.ofMillis(50));
        assertThat(times.percentile(99)).isLessThanOrEqualTo(Duration.ofMillis(500));
    }
}
