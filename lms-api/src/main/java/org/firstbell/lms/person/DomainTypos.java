package org.firstbell.lms.person;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.firstbell.address.EmailAddress;
import org.hibernate.StatelessSession;

/**
 * Finds addresses whose domain looks like a slip of the finger: nobody here has it, and one letter more, less, changed or
 * swapped makes it one that several people here have, or one of the large mail providers.
 */
@ApplicationScoped
public class DomainTypos {

    /** Fewer may have made the same mistake. */
    private static final int SEVERAL = 3;

    private static final Set<String> LARGE_PROVIDERS =
            Set.of("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "icloud.com", "yahoo.com");

    /** One slip away from a large provider, and none. */
    private static final Set<String> SMALLER_PROVIDERS = Set.of("mail.com", "ymail.com");

    private final StatelessSession session;

    DomainTypos(StatelessSession session) {
        this.session = session;
    }

    private record Known(String domain, long people) {}

    /** {@return for each suspicious address the one that may be meant; one statement} */
    @Transactional(Transactional.TxType.MANDATORY)
    public Map<EmailAddress, EmailAddress> find(Collection<EmailAddress> addresses) {
        if (addresses.isEmpty()) {
            return Map.of();
        }
        List<Known> known = session.createNativeQuery("""
                        select split_part(email, '@', 2) as domain, count(*) as people
                        from person where email is not null group by 1
                        """, Known.class).getResultList();
        Set<String> genuine = known.stream().map(Known::domain).collect(Collectors.toCollection(HashSet::new));
        genuine.addAll(LARGE_PROVIDERS);
        genuine.addAll(SMALLER_PROVIDERS);
        Set<String> likely = new HashSet<>(LARGE_PROVIDERS);
        known.stream().filter(one -> one.people() >= SEVERAL).map(Known::domain).forEach(likely::add);

        Map<String, String> meant = new HashMap<>();
        addresses.stream()
                .map(EmailAddress::domain)
                .filter(domain -> !genuine.contains(domain))
                .distinct()
                .forEach(domain -> likely.stream()
                        .filter(candidate -> isOneSlipAway(domain, candidate))
                        .sorted()
                        .findFirst()
                        .ifPresent(candidate -> meant.put(domain, candidate)));
        return addresses.stream()
                .filter(address -> meant.containsKey(address.domain()))
                .collect(Collectors.toMap(
                        address -> address,
                        address -> new EmailAddress(address.localPart() + "@" + meant.get(address.domain())),
                        (first, same) -> first));
    }

    /** One letter more, less or changed, or two neighbours swapped. Digits tell real domains apart, and are no slips. */
    static boolean isOneSlipAway(String typed, String meant) {
        int start = 0;
        int shorter = Math.min(typed.length(), meant.length());
        while (start < shorter && typed.charAt(start) == meant.charAt(start)) {
            start++;
        }
        int end = 0;
        while (end < shorter - start
                && typed.charAt(typed.length() - 1 - end) == meant.charAt(meant.length() - 1 - end)) {
            end++;
        }
        String slip = typed.substring(start, typed.length() - end);
        String right = meant.substring(start, meant.length() - end);
        boolean one = slip.length() <= 1 && right.length() <= 1 && slip.length() + right.length() > 0;
        boolean swapped = slip.length() == 2
                && right.length() == 2
                && slip.charAt(0) == right.charAt(1)
                && slip.charAt(1) == right.charAt(0);
        return (one || swapped) && (slip + right).chars().noneMatch(Character::isDigit);
    }
}
