package org.firstbell.lms.page;

import io.smallrye.config.ConfigMapping;
import jakarta.validation.constraints.NotBlank;

/** How the page signs people in. */
@ConfigMapping(prefix = "firstbell.page")
interface PageConfig {

    /** The public client of the realm as which it does. */
    @NotBlank
    String clientId();
}
