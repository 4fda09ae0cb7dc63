package org.firstbell.lms.person;

import java.util.Optional;
import java.util.UUID;

/** The subject of a token or an event, which in a Keycloak realm is a UUID. */
public final class SubjectId {

    private SubjectId() {}

    /** {@return the id, or empty if the text is no subject of a Keycloak realm; null counts as none} */
    public static Optional<UUID> parse(String subject) {
        if (subject == null) {
            return Optional.empty();
        }
        try {
            UUID id = UUID.fromString(subject);
            // It also takes shortened forms, and capitals, so that two texts could mean one person.
            return id.toString().equals(subject) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }
}
