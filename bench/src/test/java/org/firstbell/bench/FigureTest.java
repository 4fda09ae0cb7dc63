package org.firstbell.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FigureTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"12345.6|12,346", "123.4|123", "12.34|12.3", "1.234|1.23", "0.0123|0.012", "-12.34|-12.3", "0|0.00"
            })
    void hasAboutThreeDigitsThatCount(double value, String figure) {
        assertThat(Figure.of(value)).isEqualTo(figure);
    }
}
