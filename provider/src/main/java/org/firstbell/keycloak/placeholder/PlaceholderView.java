package org.firstbell.keycloak.placeholder;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * A placeholder that nobody has claimed yet.
 *
 * @param identityProvider alias of the identity provider that may claim it
 * @param createdAtMillis milliseconds since the epoch
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PlaceholderView(
        String userId, String email, String firstName, String lastName, String identityProvider, Long createdAtMillis) {

    /** A page of them, by address. */
    record Page(List<PlaceholderView> placeholders) {}

    /** How many there are. */
    record Count(long count) {}
}
