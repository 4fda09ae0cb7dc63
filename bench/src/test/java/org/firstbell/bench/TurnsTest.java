package org.firstbell.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private final List<String> taken = new ArrayList<>();

    @Test
    void areTakenOneAfterTheOther() throws Exception {
        new Turns().of("ours", 1, turn("ours")).of("theirs", 1, turn("theirs")).take(1, 2);

        assertThat(taken).containsExactly("ours", "theirs", "ours", "theirs", "ours", "theirs");
    }

    @Test
    void doNotCountWhileTheyWarmUp() throws Exception {
        List<Series> series = new Turns()
                .of("ours", 10, turn("ours"))
                .of("theirs", 5, turn("theirs"))
                .take(1, 2);

        assertThat(series)
                .containsExactly(new Series("ours", 10, List.of(3.0, 5.0)), new Series("theirs", 5, List.of(4.0, 6.0)));
    }

    @Test
    void endWhenOneFails() {
        Turns turns = new Turns().of("ours", 1, turn("ours")).of("theirs", 1, () -> {
            throw new IOException("connection refused");
        });

        assertThatThrownBy(() -> turns.take(0, 3)).isInstanceOf(IOException.class);
        assertThat(taken).containsExactly("ours");
    }

    /** Measures how many turns there have been. */
    private Turns.Turn turn(String contender) {
        return () -> {
            taken.add(contender);
            return taken.size();
        };
    }
}
