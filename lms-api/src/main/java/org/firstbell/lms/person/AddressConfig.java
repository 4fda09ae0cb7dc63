package org.firstbell.lms.person;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Which addresses the school declares to be the same; Keycloak's {@code --spi-firstbell--address--…} must say the same. */
@ConfigMapping(prefix = "firstbell.address")
interface AddressConfig {

    /** Pairs {@code domain=stands-for}, separated by commas. */
    Optional<String> equivalentDomains();

    /** Whether dots before the {@code @} of consumer Gmail addresses are without meaning. */
    boolean foldGmailDots();
}
