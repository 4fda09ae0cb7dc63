package org.firstbell.e2e.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PatienceTest {

    @Test
    void looksUntilThereIsSomething() {
        Iterator<Optional<String>> looks = List.of(
                        Optional.<String>empty(), Optional.<String>empty(), Optional.of("there"))
                .iterator();

        assertThat(Patience.of(Duration.ofSeconds(30)).await("it", looks::next)).isEqualTo("there");
    }

    @Test
    void looksOnceEvenWithoutAnyTime() {
        assertThat(Patience.of(Duration.ZERO).await("it", () -> Optional.of("there")))
                .isEqualTo("there");
    }

    @Test
    void endsWithTheLimitAndSaysWhatItWaitedFor() {
        assertThatThrownBy(() -> Patience.of(Duration.ZERO).withoutPause().await("the bell", Optional::empty))
                .isInstanceOf(UnmetExpectationException.class)
                .hasMessageContaining("in vain for the bell");
    }
}
