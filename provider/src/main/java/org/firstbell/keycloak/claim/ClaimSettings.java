package org.firstbell.keycloak.claim;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.firstbell.address.EmailAddress;

/**
 * The settings of one execution of the authenticator.
 *
 * @param hostedDomains the Google Workspace domains whose members may claim, in their ASCII form; empty: not checked
 * @param acceptTrustEmail whether the provider's setting <i>Trust email</i> counts as proof where the provider itself
 *     says nothing about the address
 */
record ClaimSettings(Set<String> hostedDomains, boolean acceptTrustEmail) {

    /**
     * Reads the settings as an administrator typed them. Blank entries are none.
     *
     * @throws IllegalArgumentException if an entry is no domain name: it would never match, or not what was meant
     */
    static ClaimSettings of(Collection<String> hostedDomains, boolean acceptTrustEmail) {
        Set<String> domains = hostedDomains.stream()
                .filter(entry -> !entry.isBlank())
                .map(entry -> domain(entry)
                        .orElseThrow(() -> new IllegalArgumentException("\"" + entry + "\" is no domain name")))
                .collect(Collectors.toUnmodifiableSet());
        return new ClaimSettings(domains, acceptTrustEmail);
    }

    boolean accepts(String hostedDomain) {
        return domain(hostedDomain).filter(hostedDomains::contains).isPresent();
    }

    /** A domain is what may follow the {@code @} of an address, and is compared as there. */
    private static Optional<String> domain(String input) {
        return EmailAddress.tryParse("anyone@" + input.strip()).map(EmailAddress::domain);
    }
}
