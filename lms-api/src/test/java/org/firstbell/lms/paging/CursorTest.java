package org.firstbell.lms.paging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.firstbell.lms.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

    @Test
    void comesBackAsItWasGivenOut() {
        Cursor cursor = new Cursor("ada byron שלום", "ada@b.example");

        assertThat(Cursor.fromString(cursor.toString())).isEqualTo(cursor);
        assertThat(Cursor.fromString(Cursor.START.toString())).isEqualTo(Cursor.START);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?", "YQ", "YQpiCmM", "YQAKYg", "YQ=", "%"})
    void isRefusedWhenMadeUp(String text) {
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> Cursor.fromString(text));
    }
}
