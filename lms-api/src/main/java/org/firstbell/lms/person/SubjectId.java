package org.firstbell.lms.person;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The subject of a token or an event, which in a Keycloak realm is a UUID. */
public final class SubjectId {

    /** {@link UUID#fromString} also takes shortened forms, so that two texts could mean one person. */
    private static final Pattern CANONICAL = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private SubjectId() {}

    /** {@return the id, or empty if the text is no subject of a Keycloak realm; null counts as none} */
    public static Optional<UUID> parse(String subject) {
        return Optional.ofNullable(subject)
                .filter(text -> CANONICAL.matcher(text).matches())
                .map(UUID::fromString);
    }
}
