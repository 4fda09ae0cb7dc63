package org.firstbell.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class GrowthTest {

    @Test
    void findsTheExponentOfWhatWasMeasured() {
        PowerLaw growth = PowerLaw.of(List.of(series(1, 3), series(10, 30 * Math.sqrt(10)), series(100, 3_000)));

        assertThat(growth.exponent()).isEqualTo(1.5, within(1e-9));
        assertThat(growth.determination()).isEqualTo(1, within(1e-9));
    }

    @Test
    void findsWhatThereIsAtZero() {
        StraightLine growth = StraightLine.of(List.of(series(0, 5), series(100, 7), series(1_000, 25)));

        assertThat(growth.atZero()).isEqualTo(5, within(1e-9));
        assertThat(growth.slope()).isEqualTo(0.02, within(1e-9));
    }

    @Test
    void saysHowMuchItDoesNotExplain() {
        assertThat(PowerLaw.of(List.of(series(1, 1), series(10, 100), series(100, 10)))
                        .determination())
                .isEqualTo(0.25, within(1e-9));
    }

    @Test
    void isNotToldFromOneSize() {
        List<Series> oneSize = List.of(series(10, 1), series(10, 2));

        assertThatIllegalArgumentException().isThrownBy(() -> PowerLaw.of(oneSize));
        assertThatIllegalArgumentException().isThrownBy(() -> StraightLine.of(oneSize));
    }

    @Test
    void hasNoExponentFromZeroOn() {
        assertThatIllegalArgumentException().isThrownBy(() -> PowerLaw.of(List.of(series(0, 1), series(10, 2))));
    }

    private static Series series(long size, double value) {
        return new Series("ours", size, List.of(value));
    }
}
