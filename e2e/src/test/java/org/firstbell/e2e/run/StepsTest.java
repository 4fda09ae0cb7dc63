package org.firstbell.e2e.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class StepsTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Steps steps = new Steps(new PrintStream(out, true, UTF_8));

    @Test
    void tellsWhatWasDoneAndWhatCameBack() {
        String result = steps.take("ringing the bell", () -> "ding", sound -> "it says " + sound);
        steps.tell("hearing it", Duration.ofMillis(1_234), "far away");

        assertThat(result).isEqualTo("ding");
        assertThat(out.toString(UTF_8).lines())
                .satisfiesExactly(
                        line -> assertThat(line).matches("  1  ringing the bell +\\d+ ms   it says ding"),
                        line -> assertThat(line).matches("  2  hearing it +1234 ms   far away"));
    }

    @Test
    void hasToldWhatItWasAtWhenAStepFails() {
        assertThatThrownBy(() -> steps.take("ringing the bell", () -> Integer.parseInt("ding"), Object::toString));

        assertThat(out.toString(UTF_8)).startsWith("  1  ringing the bell");
    }
}
