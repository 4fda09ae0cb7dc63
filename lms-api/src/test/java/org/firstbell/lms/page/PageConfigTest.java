package org.firstbell.lms.page;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PageConfigTest {

    @Test
    void isRefusedWithABlank() {
        SmallRyeConfigBuilder settings = new SmallRyeConfigBuilder()
                .withMapping(PageConfig.class)
                .withSources(new PropertiesConfigSource(Map.of("firstbell.page.client-id", " "), "test", 100));

        assertThatThrownBy(settings::build).hasMessageContaining("firstbell.page.client-id");
    }
}
