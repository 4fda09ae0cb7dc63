package org.firstbell.lms.course;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What somebody may do in a course. The lower-case names are promises: on the wire and in the database. */
public enum Privilege {
    UPDATE_COURSE,
    MANAGE_COURSE_TREE_NODES,
    ACCESS_EXERCISES,
    MANAGE_EXERCISES,
    ASSESS_PARTICIPATIONS,
    MANAGE_EVENTS,
    MANAGE_EXERCISE_SOLUTIONS,
    MANAGE_ENROLMENTS,
    MANAGE_PRIVILEGES;

    private static final Map<String, Privilege> BY_NAME =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(Privilege::toString, Function.identity()));

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** {@return all there are, as a new set} */
    public static Set<Privilege> all() {
        return EnumSet.allOf(Privilege.class);
    }

    /** {@return the privilege of that name; empty for one that has been abolished} */
    static Optional<Privilege> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** Whoever holds this one holds that one too. */
    Optional<Privilege> implied() {
        return this == MANAGE_EXERCISES ? Optional.of(ACCESS_EXERCISES) : Optional.empty();
    }

    @JsonValue
    @Override
    public String toString() {
        return wireName;
    }
}
