package org.firstbell.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GoalTest {

    @Test
    void isMetOnTheBound() {
        assertThat(Goal.ratioAtMost(1.1, "claim / creation", 1.1).isMet()).isTrue();
        assertThat(Goal.ratioAtLeast(20, "ours / theirs", 20).isMet()).isTrue();
    }

    @Test
    void isMissedBeyondIt() {
        assertThat(Goal.atMost(3, Unit.SECONDS, "start", 3.01).isMet()).isFalse();
        assertThat(Goal.atLeast(15_000, Unit.PER_SECOND, "lines", 14_999).isMet())
                .isFalse();
    }

    @Test
    void isMissedByWhatIsNoNumber() {
        assertThat(Goal.ratioAtMost(1.1, "claim / creation", Double.NaN).isMet())
                .isFalse();
        assertThat(Goal.ratioAtLeast(1.1, "claim / creation", Double.NaN).isMet())
                .isFalse();
    }
}
