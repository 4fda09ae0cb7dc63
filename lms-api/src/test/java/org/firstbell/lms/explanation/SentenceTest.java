package org.firstbell.lms.explanation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.firstbell.address.EmailAddress;
import org.firstbell.address.InvalidEmailAddressException;
import org.firstbell.address.InvalidEmailAddressException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SentenceTest {

    @Test
    void hasACodeAndFillsInItsParameters() {
        Explanation explanation = Sentence.PRIVILEGES_NOT_HELD.with("privileges", List.of("manage_events", "grade$1"));

        assertThat(explanation.code()).isEqualTo("privileges-not-held");
        assertThat(explanation.inEnglish()).isEqualTo("You do not hold manage_events, grade$1.");
    }

    @Test
    void takesItsOwnParametersAndNoOthers() {
        assertThatIllegalArgumentException().isThrownBy(Sentence.DUPLICATE_OF_LINE::plain);
        assertThatIllegalArgumentException().isThrownBy(() -> Sentence.TOKEN_NEEDED.with("line", 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Sentence.DUPLICATE_OF_LINE.with(Map.of("number", 1)));
    }

    @ParameterizedTest
    @EnumSource
    void isThereForWhateverIsWrongWithAnAddress(Reason reason) {
        assertThat(Sentence.of(reason).plain().inEnglish()).isEqualTo(reason.sentence());
    }

    @Test
    void saysWhyAnInputIsNoAddress() {
        try {
            EmailAddress.parse("nobody");
        } catch (InvalidEmailAddressException e) {
            assertThat(Explanation.of(e)).isEqualTo(Sentence.ADDRESS_NO_AT_SIGN.plain());
            return;
        }
        throw new AssertionError("nobody is no address");
    }
}
