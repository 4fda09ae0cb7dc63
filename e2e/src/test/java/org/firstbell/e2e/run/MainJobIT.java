package org.firstbell.e2e.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.firstbell.e2e.client.UnmetExpectationException;
import org.firstbell.e2e.story.EndToEnd;
import org.firstbell.e2e.system.FirstbellSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@EndToEnd
@Isolated
final class MainJobIT {

    private final FirstbellSystem system;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    MainJobIT(FirstbellSystem system) {
        this.system = system;
    }

    @Test
    void comesOutRightOnceAndSaysSoWhenItDoesNot() {
        play();

        assertThat(out.toString(UTF_8).lines()).hasSize(7).allMatch(line -> line.matches("  \\d  .+ \\d+ ms   .+"));
        assertThatThrownBy(this::play)
                .as("the newcomer is new only once")
                .isInstanceOf(UnmetExpectationException.class)
                .hasMessage("the grant is active instead of pending");
    }

    private void play() {
        MainJob.on(system, new Steps(new PrintStream(out, true, UTF_8))).play();
    }
}
