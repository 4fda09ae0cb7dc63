package org.firstbell.lms.provisioning;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.firstbell.lms.realm.FirstbellResources;
import org.firstbell.lms.realm.KeycloakUnavailableException;
import org.firstbell.lms.realm.Realm;

/** Keycloak's placeholders resource, seen from here. */
@Singleton
final class KeycloakPlaceholders {

    /** Shorter than the lease under which it is called. */
    static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** Shorter, as one of several under a lease. */
    static final Duration REMOVAL_TIMEOUT = Duration.ofSeconds(10);

    private static final Set<String> OUTCOMES = Set.of("created", "waiting", "active", "invalid");

    private final Realm realm;
    private final FirstbellResources resources;

    KeycloakPlaceholders(Realm realm, FirstbellResources resources) {
        this.realm = realm;
        this.resources = resources;
    }

    private record Person(String email) {}

    private record Batch(String identityProvider, List<Person> people) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Answer(List<PlaceholderResult> results) {}

    /**
     * Asks for placeholders; repeating it does no harm.
     *
     * @param emails 1 to 10,000 canonical addresses
     * @return the results that make sense, one for each address at most
     * @throws KeycloakUnavailableException if Keycloak cannot, or will not
     */
    List<PlaceholderResult> create(List<String> emails) {
        Batch batch = new Batch(
                realm.identityProvider(), emails.stream().map(Person::new).toList());
        List<PlaceholderResult> results =
                resources.ask("placeholders", batch, Answer.class, TIMEOUT).results();
        if (results == null) {
            throw KeycloakUnavailableException.notUnderstood("placeholders: the answer has no results");
        }
        return results.stream()
                .filter(Objects::nonNull)
                .filter(result -> result.email() != null && result.outcome() != null)
                .filter(result -> OUTCOMES.contains(result.outcome()))
                .toList();
    }

    /**
     * Removes a placeholder, unless somebody has claimed it; repeating it does no harm.
     *
     * @return whether there was one to remove
     * @throws KeycloakUnavailableException if Keycloak cannot, or will not
     */
    boolean remove(UUID userId) {
        return resources.delete("placeholders/" + userId, REMOVAL_TIMEOUT);
    }
}
