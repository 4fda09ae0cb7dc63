package org.firstbell.keycloak.person;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * A person as receivers of events know them.
 *
 * @param email absent if Keycloak has none
 * @param emailVerified whether the address is proven to be theirs
 * @param givenName absent if Keycloak has none
 * @param familyName absent if Keycloak has none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PersonView(String userId, String email, boolean emailVerified, String givenName, String familyName) {

    /**
     * The answer.
     *
     * @param asOf when Keycloak was asked, in whole seconds as in the {@code toe} of events, ISO 8601: events about these
     *     people that are older tell nothing new
     * @param people each once, in no order
     * @param gone those of the request's user ids that are no user's, or no longer; a user who is not among the people and
     *     not among these is nobody that receivers hear of
     */
    record Answer(String asOf, List<PersonView> people, List<String> gone) {}
}
