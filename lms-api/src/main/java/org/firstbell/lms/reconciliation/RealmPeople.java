package org.firstbell.lms.reconciliation;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.firstbell.lms.realm.FirstbellResources;
import org.firstbell.lms.realm.KeycloakUnavailableException;

/** The people of the realm, as our extension in Keycloak tells of them. */
@Singleton
final class RealmPeople {

    /** How many may be asked about at once. */
    static final int MOST = 1_000;

    private static final String RESOURCE = "people";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final FirstbellResources resources;

    RealmPeople(FirstbellResources resources) {
        this.resources = resources;
    }

    private record Question(List<String> emails, List<UUID> userIds) {}

    /**
     * A person of the realm.
     *
     * @param userId the subject
     * @param email null if the realm has none
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record RealmPerson(String userId, String email, boolean emailVerified, String givenName, String familyName) {}

    /**
     * What is so in the realm.
     *
     * @param asOf when, by Keycloak's clock, which is also that of its events
     * @param gone of the ids asked for, those of no user; somebody whom the realm keeps to itself is not gone
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Answer(Instant asOf, List<RealmPerson> people, List<UUID> gone) {}

    /**
     * Who has these addresses for proven ones.
     *
     * @param emails 1 to 1,000
     * @throws KeycloakUnavailableException if Keycloak cannot, or will not say
     */
    Answer withAddresses(List<String> emails) {
        return ask(new Question(emails, List.of()));
    }

    /**
     * What has become of these people.
     *
     * @param userIds 1 to 1,000
     * @throws KeycloakUnavailableException if Keycloak cannot, or will not say
     */
    Answer withIds(List<UUID> userIds) {
        return ask(new Question(List.of(), userIds));
    }

    private Answer ask(Question question) {
        Answer answer = resources.ask(RESOURCE, question, Answer.class, TIMEOUT);
        if (answer.asOf() == null || answer.people() == null || answer.gone() == null) {
            throw KeycloakUnavailableException.notUnderstood(RESOURCE + ": the answer is not complete");
        }
        return answer;
    }
}
