package org.firstbell.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpreadTest {

    @Test
    void isTheSameInWhateverOrder() {
        assertThat(Spread.of(List.of(9.0, 1.0, 5.0, 7.0, 3.0))).isEqualTo(new Spread(5, 3, 5, 7, 8.92));
    }

    @Test
    void liesBetweenTwoValuesIfThereIsNoneInTheMiddle() {
        assertThat(Spread.of(List.of(1.0, 2.0, 3.0, 10.0)).median()).isEqualTo(2.5);
    }

    @Test
    void isTheOneValueThereIs() {
        assertThat(Spread.of(List.of(4.0))).isEqualTo(new Spread(1, 4, 4, 4, 4));
    }

    @Test
    void leavesOneInAHundredBeyondP99() {
        List<Double> values =
                IntStream.rangeClosed(1, 101).mapToObj(value -> (double) value).toList();

        assertThat(Spread.of(values).p99()).isEqualTo(100, within(1e-9));
    }

    @Test
    void isNotThatOfNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> Spread.of(List.of()));
    }
}
