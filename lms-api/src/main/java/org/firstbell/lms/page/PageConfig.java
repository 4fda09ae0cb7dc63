package org.firstbell.lms.page;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import org.firstbell.lms.config.NonBlank;

/** How the page signs people in. */
@ConfigMapping(prefix = "firstbell.page")
interface PageConfig {

    /** The public client of the realm as which it does. */
    @WithConverter(NonBlank.class)
    String clientId();
}
