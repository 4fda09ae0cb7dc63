package org.firstbell.lms.person;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.firstbell.address.AddressRule;

/** Makes the rule for addresses of what is configured, at the start, so that one that cannot be right ends it there. */
final class DeclaredAddresses {

    @Produces
    @Singleton
    @Startup
    static AddressRule rule(AddressConfig config) {
        return AddressRule.of(config.equivalentDomains().orElse(""), config.foldGmailDots());
    }
}
