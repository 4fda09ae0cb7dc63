package org.firstbell.lms.person;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PersonNameTest {

    @Test
    void joinsWhatThereIs() {
        assertThat(PersonName.of("Ada", "Byron")).isEqualTo("Ada Byron");
        assertThat(PersonName.of("Ada", null)).isEqualTo("Ada");
        assertThat(PersonName.of(" Ada ", " ")).isEqualTo("Ada");
        assertThat(PersonName.of(null, "")).isNull();
    }

    @Test
    void keepsItOnOneLineThatCanBeStored() {
        assertThat(PersonName.of("A\u0000d\na \uD800x")).isEqualTo("A d a x");
        assertThat(PersonName.of("שלום 👩🏽‍🏫 <b>")).isEqualTo("שלום 👩🏽‍🏫 <b>");
    }

    @Test
    void keepsItShort() {
        assertThat(PersonName.of("👩".repeat(300))).isEqualTo("👩".repeat(255));
    }
}
