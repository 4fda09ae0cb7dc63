package org.firstbell.realm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RosterCheckTest {

    private final RosterCheck check = new RosterCheck();

    @Test
    void asksAboutAnAddressOnce() {
        assertThat(check.verdict(row(2, "ada@school.example"))).isEmpty();
        assertThat(check.verdict(row(7, " Ada@School.example"))).hasValueSatisfying(result -> {
            assertThat(result.verdict()).isEqualTo(RosterVerdict.DUPLICATE);
            assertThat(result.detail()).isEqualTo("as in line 2");
        });
    }

    @Test
    void asksNotAboutWhoeverHasLeftEvenIfTheyStandThereTwice() {
        RosterRow left = new RosterRow(2, "ada@school.example", "", "", Optional.of("status is suspended"));

        assertThat(check.verdict(left)).map(RosterResult::verdict).hasValue(RosterVerdict.LEFT_OUT);
        assertThat(check.verdict(row(3, "ada@school.example"))).isEmpty();
    }

    @Test
    void tellsWithoutTheAddressWhatIsWrongWithIt() {
        assertThat(check.verdict(row(2, "ada at school"))).hasValueSatisfying(result -> {
            assertThat(result.verdict()).isEqualTo(RosterVerdict.INVALID);
            assertThat(result.detail()).isNotBlank().doesNotContain("ada");
        });
        assertThat(check.verdict(row(3, ""))).map(RosterResult::verdict).hasValue(RosterVerdict.LEFT_OUT);
    }

    private static RosterRow row(int line, String address) {
        return new RosterRow(line, address, "", "", Optional.empty());
    }
}
