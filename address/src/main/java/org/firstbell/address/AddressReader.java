package org.firstbell.address;

import java.util.HashMap;
import java.util.Map;

/**
 * Parses the addresses of one list as {@link AddressRule#parse} does, but looks at each domain once: a list has many
 * addresses and few domains, and the domain is most of the work.
 *
 * <p>Remembers every domain it has been given, so it should go with its list. Not for several threads at once.
 */
public final class AddressReader {

    private final AddressRule rule;
    private final Map<String, String> canonicalDomains = new HashMap<>();

    AddressReader(AddressRule rule) {
        this.rule = rule;
    }

    /**
     * Parses an address into the form under which it is known.
     *
     * @throws InvalidEmailAddressException as {@link EmailAddress#parse}
     */
    public EmailAddress parse(String input) {
        return rule.fold(
                EmailAddress.parse(input, domain -> canonicalDomains.computeIfAbsent(domain, DomainName::canonical)));
    }
}
