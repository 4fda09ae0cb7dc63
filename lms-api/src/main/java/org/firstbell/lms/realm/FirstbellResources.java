package org.firstbell.lms.realm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;

/** The resources of our extension in Keycloak, used as our service account. */
@Singleton
public final class FirstbellResources {

    private final Realm realm;
    private final ServiceAccount serviceAccount;
    private final KeycloakHttp http;
    private final ObjectMapper json;

    FirstbellResources(Realm realm, ServiceAccount serviceAccount, KeycloakHttp http, ObjectMapper json) {
        this.realm = realm;
        this.serviceAccount = serviceAccount;
        this.http = http;
        this.json = json;
    }

    /**
     * Asks, and waits for the answer.
     *
     * @param resource its name below {@code /firstbell/}
     * @param question anything that Jackson can turn into JSON
     * @param answerType what to make of the answer; to ignore fields it does not know, it must say so
     * @return never null
     * @throws KeycloakUnavailableException for anything but an answer of that type, a refusal included: a missing role or
     *     extension is put right by people, after which the same question is answered
     */
    public <T> T ask(String resource, Object question, Class<T> answerType, Duration timeout) {
        KeycloakHttp.Answer answer = send(request(resource, timeout)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(write(resource, question))));
        if (answer.status() != 200) {
            throw KeycloakUnavailableException.refused(resource, answer.status());
        }
        try {
            T read = json.readValue(answer.body(), answerType);
            if (read != null) {
                return read;
            }
        } catch (JsonProcessingException notThatType) {
            // Its message would quote the answer, people and all.
        }
        throw KeycloakUnavailableException.notUnderstood(resource + ": the answer cannot be understood");
    }

    /**
     * Deletes something.
     *
     * @param resource its name below {@code /firstbell/}
     * @return whether it was there and might be deleted
     * @throws KeycloakUnavailableException for anything but a clear answer, as in {@link #ask}
     */
    public boolean delete(String resource, Duration timeout) {
        int status = send(request(resource, timeout).DELETE()).status();
        return switch (status) {
            case 204 -> true;
            case 404, 409 -> false;
            default -> throw KeycloakUnavailableException.refused(resource, status);
        };
    }

    private HttpRequest.Builder request(String resource, Duration timeout) {
        return HttpRequest.newBuilder(realm.firstbell(resource))
                .timeout(timeout)
                .header("Authorization", "Bearer " + serviceAccount.accessToken())
                .header("Accept", "application/json");
    }

    private KeycloakHttp.Answer send(HttpRequest.Builder request) {
        KeycloakHttp.Answer answer = http.send(request.build());
        if (answer.status() == 401) {
            serviceAccount.forget();
        }
        return answer;
    }

    private byte[] write(String resource, Object question) {
        try {
            return json.writeValueAsBytes(question);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(resource + ": the question cannot be written", e);
        }
    }
}
