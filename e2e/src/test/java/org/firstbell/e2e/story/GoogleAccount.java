package org.firstbell.e2e.story;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An account at the realm that plays Google.
 *
 * @param hostedDomain what Google says in the claim {@code hd}; empty for private accounts
 */
public record GoogleAccount(String email, boolean emailVerified, Optional<String> hostedDomain) {

    private static final AtomicInteger COUNT = new AtomicInteger();

    /** An account of the school, with an address that nobody has had before. */
    public static GoogleAccount aGoogleAccount() {
        String email = "person" + COUNT.incrementAndGet() + "@school.example";
        return new GoogleAccount(email, true, Optional.of("school.example"));
    }

    GoogleAccount withUnverifiedAddress() {
        return new GoogleAccount(email, false, hostedDomain);
    }

    GoogleAccount hostedBy(String domain) {
        return new GoogleAccount(email, emailVerified, Optional.of(domain));
    }

    GoogleAccount hostedByNobody() {
        return new GoogleAccount(email, emailVerified, Optional.empty());
    }
}
