package org.firstbell.address;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * When two addresses are the same address: as {@link EmailAddress} has it, and beyond that only what an administrator
 * has declared to be the same.
 *
 * <p>Keycloak and the LMS must be given the same rule. Immutable.
 */
public final class AddressRule {

    /** Nothing is declared: addresses are the same if {@link EmailAddress#parse} says so. */
    public static final AddressRule PLAIN = new AddressRule(Map.of(), false);

    private static final Set<String> CONSUMER_GMAIL = Set.of("gmail.com", "googlemail.com");

    private final Map<String, String> equivalentDomains;
    private final boolean foldGmailDots;

    /**
     * Makes a rule of what an administrator has declared.
     *
     * @param equivalentDomains from a domain to the one it stands for: {@code x@key} is the same address as {@code
     *     x@value}. A value is not a key itself
     * @param foldGmailDots whether dots before the {@code @} of consumer Gmail addresses, and the difference between
     *     {@code gmail.com} and {@code googlemail.com}, are without meaning, as they are to Google
     * @throws IllegalArgumentException if a domain is not well-formed, or stands for one that stands for another
     */
    public AddressRule(Map<String, String> equivalentDomains, boolean foldGmailDots) {
        Map<String, String> domains = new HashMap<>();
        equivalentDomains.forEach((domain, standsFor) ->
                domains.put(DomainName.canonical(domain.strip()), DomainName.canonical(standsFor.strip())));
        domains.forEach((domain, standsFor) -> {
            if (domains.containsKey(standsFor)) {
                throw new IllegalArgumentException(
                        domain + " stands for " + standsFor + ", which stands for another domain itself");
            }
        });
        this.equivalentDomains = Map.copyOf(domains);
        this.foldGmailDots = foldGmailDots;
    }

    /**
     * Reads a rule as it is written in configurations.
     *
     * @param equivalentDomains pairs {@code domain=stands-for}, separated by commas; empty for none
     * @param foldGmailDots as in {@link #AddressRule(Map, boolean)}
     * @throws IllegalArgumentException if it cannot be right; says which part
     */
    public static AddressRule of(String equivalentDomains, boolean foldGmailDots) {
        Map<String, String> domains = new HashMap<>();
        for (String pair : equivalentDomains.split(",", -1)) {
            if (pair.isBlank()) {
                continue;
            }
            String[] sides = pair.split("=", -1);
            if (sides.length != 2) {
                throw new IllegalArgumentException("\"" + pair.strip() + "\" is not of the form domain=stands-for");
            }
            if (domains.put(sides[0], sides[1]) != null) {
                throw new IllegalArgumentException(sides[0].strip() + " stands for two domains");
            }
        }
        return new AddressRule(domains, foldGmailDots);
    }

    /**
     * Parses an address into the form under which it is known.
     *
     * @throws InvalidEmailAddressException as {@link EmailAddress#parse}
     */
    public EmailAddress parse(String input) {
        return fold(EmailAddress.parse(input));
    }

    /** {@return a parser for the addresses of a list} */
    public AddressReader reader() {
        return new AddressReader(this);
    }

    /** As {@link #parse}, for callers to whom an unusable address is as good as none. */
    public Optional<EmailAddress> tryParse(String input) {
        return EmailAddress.tryParse(input).map(this::fold);
    }

    /**
     * The ways in which an address may be written in a directory that stores what identity providers send: the form
     * under which it is known, first, and the same person at each equivalent domain. Forms with other dots are too many
     * to list and are left out.
     */
    public Set<EmailAddress> spellings(EmailAddress known) {
        Set<EmailAddress> spellings = new LinkedHashSet<>();
        spellings.add(known);
        equivalentDomains.forEach((domain, standsFor) -> {
            if (standsFor.equals(known.domain())) {
                spellings.add(new EmailAddress(known.localPart() + "@" + domain));
            }
        });
        return spellings;
    }

    EmailAddress fold(EmailAddress address) {
        String standsFor = equivalentDomains.get(address.domain());
        EmailAddress moved = standsFor == null ? address : EmailAddress.parse(address.localPart() + "@" + standsFor);
        return foldGmailDots && CONSUMER_GMAIL.contains(moved.domain())
                ? new EmailAddress(moved.localPart().replace(".", "") + "@gmail.com")
                : moved;
    }
}
