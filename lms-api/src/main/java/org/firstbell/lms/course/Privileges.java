package org.firstbell.lms.course;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/**
 * What somebody is allowed and denied in a course.
 *
 * <p>The two may overlap: grants of several teachers are united when they are attached, and a denial wins over whatever
 * was or will be allowed.
 */
public record Privileges(Set<Privilege> allow, Set<Privilege> deny) {

    public static final Privileges NONE = new Privileges(Set.of(), Set.of());

    public Privileges {
        allow = ordered(allow);
        deny = ordered(deny);
    }

    /**
     * As queries return them.
     *
     * @param allow names joined by commas, of which those that mean nothing any more are left out; null for none
     * @param deny likewise
     */
    public static Privileges named(String allow, String deny) {
        return new Privileges(privileges(allow), privileges(deny));
    }

    /**
     * What is left of the allowed, with what they imply, after the denied. As nobody can hold a privilege without the one
     * it implies, denying {@code access_exercises} denies {@code manage_exercises}.
     *
     * @return in the order of declaration
     */
    public Set<Privilege> effective() {
        Set<Privilege> effective = EnumSet.noneOf(Privilege.class);
        effective.addAll(allow);
        allow.forEach(privilege -> privilege.implied().ifPresent(effective::add));
        effective.removeIf(privilege -> deny.contains(privilege)
                || privilege.implied().filter(deny::contains).isPresent());
        return Collections.unmodifiableSet(effective);
    }

    /**
     * Tells these from others, for {@code ETag} and {@code If-Match}.
     *
     * @return opaque
     */
    public String version() {
        return UUID.nameUUIDFromBytes((allow + "-" + deny).getBytes(UTF_8)).toString();
    }

    private static Set<Privilege> privileges(String names) {
        Set<Privilege> privileges = EnumSet.noneOf(Privilege.class);
        if (names != null) {
            for (String name : names.split(",", -1)) {
                Privilege.named(name).ifPresent(privileges::add);
            }
        }
        return privileges;
    }

    private static Set<Privilege> ordered(Collection<Privilege> privileges) {
        Set<Privilege> ordered = EnumSet.noneOf(Privilege.class);
        ordered.addAll(privileges);
        return Collections.unmodifiableSet(ordered);
    }
}
