package org.firstbell.lms.provisioning;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.firstbell.lms.realm.KeycloakHttp;
import org.firstbell.lms.realm.KeycloakUnavailableException;
import org.firstbell.lms.realm.Realm;
import org.firstbell.lms.realm.ServiceAccount;

/** Keycloak's placeholders resource, seen from here. */
@Singleton
final class KeycloakPlaceholders {

    /** Shorter than the lease under which it is called. */
    static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static final Set<String> OUTCOMES = Set.of("created", "waiting", "active", "invalid");

    private final Realm realm;
    private final ServiceAccount serviceAccount;
    private final KeycloakHttp http;
    private final ObjectMapper json;

    KeycloakPlaceholders(Realm realm, ServiceAccount serviceAccount, KeycloakHttp http, ObjectMapper json) {
        this.realm = realm;
        this.serviceAccount = serviceAccount;
        this.http = http;
        this.json = json;
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
     * @throws KeycloakUnavailableException for anything but an answer, a refusal of the whole request included: a missing
     *     role or extension is put right by people, after which the same request succeeds
     */
    List<PlaceholderResult> create(List<String> emails) {
        KeycloakHttp.Answer answer = http.send(HttpRequest.newBuilder(realm.placeholders())
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + serviceAccount.accessToken())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofByteArray(body(emails)))
                .build());
        if (answer.status() == 401) {
            serviceAccount.forget();
        }
        if (answer.status() != 200) {
            throw new KeycloakUnavailableException("placeholders: HTTP " + answer.status());
        }
        try {
            return json.readValue(answer.body(), Answer.class).results().stream()
                    .filter(Objects::nonNull)
                    .filter(result -> result.email() != null && result.outcome() != null)
                    .filter(result -> OUTCOMES.contains(result.outcome()))
                    .toList();
        } catch (IOException | NullPointerException e) {
            throw new KeycloakUnavailableException("placeholders: the answer has no results");
        }
    }

    private byte[] body(List<String> emails) {
        try {
            return json.writeValueAsBytes(new Batch(
                    realm.identityProvider(), emails.stream().map(Person::new).toList()));
        } catch (IOException e) {
            throw new IllegalStateException("placeholders: the request cannot be written", e);
        }
    }
}
