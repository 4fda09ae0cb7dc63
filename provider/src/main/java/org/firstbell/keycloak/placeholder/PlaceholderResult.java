package org.firstbell.keycloak.placeholder;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;

/**
 * What became of one person of a request.
 *
 * @param email as it was sent
 * @param userId absent if the outcome is {@code invalid}, or {@code created} in a plan
 * @param detail a sentence for people; why, if the outcome is {@code invalid}
 * @param code of that sentence, for programs
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PlaceholderResult(String email, Outcome outcome, String userId, String detail, String code) {

    static PlaceholderResult of(String email, Outcome outcome, String userId) {
        return new PlaceholderResult(email, outcome, userId, null, null);
    }

    static PlaceholderResult planned(String email) {
        return new PlaceholderResult(email, Outcome.CREATED, null, null, null);
    }

    static PlaceholderResult invalid(String email, String code, String why) {
        return new PlaceholderResult(email, Outcome.INVALID, null, why, code);
    }

    enum Outcome {
        /** A placeholder was made. */
        CREATED,
        /** There was a placeholder already, and nobody has claimed it yet. */
        WAITING,
        /** The address belongs to a user. */
        ACTIVE,
        /** Nothing was done; {@link #detail} says why. */
        INVALID;

        @JsonValue
        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The answer: one result per person, in the order of the request. */
    record Results(List<PlaceholderResult> results) {}
}
