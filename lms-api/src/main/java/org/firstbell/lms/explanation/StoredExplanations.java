package org.firstbell.lms.explanation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;

/** Explanations as they are kept in the database, where they outlive the version that wrote them. */
@Singleton
public class StoredExplanations {

    private final ObjectMapper json;

    StoredExplanations(ObjectMapper json) {
        this.json = json;
    }

    /** {@return what to store; null for null} */
    public String write(Explanation explanation) {
        try {
            return explanation == null ? null : json.writeValueAsString(explanation);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("an explanation cannot be written", e);
        }
    }

    /** {@return what was stored; null for null} */
    public Explanation read(String stored) {
        try {
            return stored == null ? null : json.readValue(stored, Explanation.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored explanation cannot be read", e);
        }
    }
}
