package org.firstbell.realm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PerseveranceTest {

    private final List<Long> pauses = new ArrayList<>();
    private final Perseverance perseverance = new Perseverance((pause, why) -> pauses.add(pause.toSeconds()));
    private int attempts;

    @Test
    void waitsLongerEachTimeUntilThereIsAnAnswer() {
        assertThat(perseverance.ask(() -> answerAfter(3))).isEqualTo("answer");

        assertThat(pauses).containsExactly(1L, 2L, 4L);
    }

    @Test
    void givesUpAfterAboutAMinute() {
        assertThatThrownBy(() -> perseverance.ask(() -> answerAfter(100))).isInstanceOf(UnavailableException.class);

        assertThat(attempts).isEqualTo(7);
        assertThat(pauses.stream().mapToLong(Long::longValue).sum())
                .isBetween(60L, Duration.ofMinutes(2).toSeconds());
    }

    @Test
    void doesNotRepeatWhatWasRefused() {
        assertThatThrownBy(() -> perseverance.ask(() -> {
                    throw new RefusedException("no");
                }))
                .hasMessage("no");

        assertThat(pauses).isEmpty();
    }

    private String answerAfter(int failures) {
        if (attempts++ < failures) {
            throw new UnavailableException("not now");
        }
        return "answer";
    }
}
