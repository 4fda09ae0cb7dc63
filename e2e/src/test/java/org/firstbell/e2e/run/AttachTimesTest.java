package org.firstbell.e2e.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AttachTimesTest {

    @Test
    void countHowManyLoginsTookNoLonger() {
        AttachTimes hundred = new AttachTimes(IntStream.rangeClosed(1, 100)
                .map(millis -> 101 - millis)
                .mapToObj(Duration::ofMillis)
                .toList());

        assertThat(Stream.of(1, 50, 99, 100).map(hundred::percentile).map(Duration::toMillis))
                .containsExactly(1L, 50L, 99L, 100L);
        assertThat(hundred).hasToString("from the login's commit to attached: p50 50 ms, p99 99 ms (100 first logins)");
    }

    @Test
    void areThatOfTheOnlyOneIfThereIsOne() {
        AttachTimes one = new AttachTimes(List.of(Duration.ofMillis(7)));

        assertThat(one.percentile(50)).isEqualTo(one.percentile(99)).hasMillis(7);
    }
}
