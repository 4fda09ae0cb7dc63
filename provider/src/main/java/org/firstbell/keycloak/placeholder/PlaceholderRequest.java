package org.firstbell.keycloak.placeholder;

import java.util.List;

/**
 * The body of {@code POST …/firstbell/placeholders}.
 *
 * @param identityProvider alias of the identity provider that may claim
 * @param people 1 to 10,000 of them
 */
record PlaceholderRequest(String identityProvider, List<Person> people) {

    static final int MOST_PEOPLE = 10_000;

    /**
     * Who is to have a placeholder.
     *
     * @param email the address, as typed
     * @param firstName optional
     * @param lastName optional
     */
    record Person(String email, String firstName, String lastName) {}
}
