package org.firstbell.keycloak.claim;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The settings of one execution of the authenticator.
 *
 * @param hostedDomains the Google Workspace domains whose members may claim, in lower case; empty: not checked
 * @param acceptTrustEmail whether the provider's setting <i>Trust email</i> counts as proof where the provider itself
 *     says nothing about the address
 */
record ClaimSettings(Set<String> hostedDomains, boolean acceptTrustEmail) {

    ClaimSettings {
        hostedDomains = hostedDomains.stream()
                .map(ClaimSettings::normalized)
                .filter(domain -> !domain.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    static ClaimSettings of(Collection<String> hostedDomains, boolean acceptTrustEmail) {
        return new ClaimSettings(Set.copyOf(hostedDomains), acceptTrustEmail);
    }

    boolean accepts(String hostedDomain) {
        return hostedDomains.contains(normalized(hostedDomain));
    }

    private static String normalized(String domain) {
        return domain.strip().toLowerCase(Locale.ROOT);
    }
}
