package org.firstbell.lms.person;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectIdTest {

    @Test
    void isAUuidAsKeycloakWritesIt() {
        UUID id = UUID.randomUUID();

        assertThat(SubjectId.parse(id.toString())).contains(id);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "somebody",
                "1-2-3-4-5",
                "3F2504E0-4F89-11D3-9A0C-0305E82C3301",
                "3f2504e0-4f89-11d3-9a0c-0305e82c3301 ",
                "{3f2504e0-4f89-11d3-9a0c-0305e82c3301}",
                "3f2504e04f8911d39a0c0305e82c3301",
                "3f2504e0-4f89-11d3-9a0c-0305e82c33012"
            })
    void isNothingElse(String text) {
        assertThat(SubjectId.parse(text)).isEmpty();
    }
}
