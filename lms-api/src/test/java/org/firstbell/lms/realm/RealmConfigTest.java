package org.firstbell.lms.realm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RealmConfigTest {

    private static final Map<String, String> WHOLE = Map.of(
            "firstbell.keycloak.url", "http://localhost:8180",
            "firstbell.keycloak.realm", "school",
            "firstbell.keycloak.client-id", "lms-api",
            "firstbell.keycloak.client-secret", "a secret",
            "firstbell.keycloak.identity-provider", "google");

    @Test
    void isReadFromSettings() {
        assertThat(read(WHOLE).clientSecret()).isEqualTo("a secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"realm", "client-id", "client-secret", "identity-provider"})
    void isRefusedWithABlank(String setting) {
        String name = "firstbell.keycloak." + setting;
        for (String blank : new String[] {"", " ", "\t"}) {
            Map<String, String> settings = new HashMap<>(WHOLE);
            settings.put(name, blank);
            assertThatThrownBy(() -> read(settings))
                    .isInstanceOf(ConfigValidationException.class)
                    .hasMessageContaining(name);
        }
    }

    private static RealmConfig read(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withMapping(RealmConfig.class)
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build()
                .getConfigMapping(RealmConfig.class);
    }
}
