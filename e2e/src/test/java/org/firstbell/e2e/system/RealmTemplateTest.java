package org.firstbell.e2e.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class RealmTemplateTest {

    @Test
    void fillsInEveryValueAsItIs() {
        assertThat(RealmTemplate.fill(
                        "${LMS_URL}/*, ${LMS_URL}, ${SECRET}", Map.of("LMS_URL", "http://x", "SECRET", "$1\\")))
                .isEqualTo("http://x/*, http://x, $1\\");
    }

    @Test
    void leavesKeycloaksOwnMessageKeysAlone() {
        assertThat(RealmTemplate.fill("${firstName}", Map.of())).isEqualTo("${firstName}");
    }

    @Test
    void takesTheDefaultOfWhatIsNotSet() {
        String template = "\"${EVENTS_URL:${LMS_URL}/events}\", {}";

        assertThat(RealmTemplate.fill(template, Map.of("LMS_URL", "http://x"))).isEqualTo("\"http://x/events\", {}");
        assertThat(RealmTemplate.fill(template, Map.of("LMS_URL", "http://x", "EVENTS_URL", "http://y")))
                .isEqualTo("\"http://y\", {}");
    }

    @Test
    void leavesNothingOpen() {
        assertThatThrownBy(() -> RealmTemplate.fill("${LMS_URL}", Map.of())).hasMessage("no value for ${LMS_URL}");
    }
}
