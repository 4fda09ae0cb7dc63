package org.firstbell.lms.privilege;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.firstbell.lms.course.Privilege;
import org.firstbell.lms.course.Privileges;

/** Who may change whose privileges to what. Decides from values only. */
final class GrantPolicy {

    /**
     * Somebody who holds {@code manage_privileges} in the course.
     *
     * @param held their effective privileges
     * @param admin whether the realm lets them do everything
     */
    record Granter(UUID personId, Set<Privilege> held, boolean admin) {}

    /**
     * Somebody whose privileges are to change.
     *
     * @param personId null for somebody who has never been here
     * @param before what they have, or what waits for them
     */
    record Recipient(UUID personId, boolean owner, Privileges before) {}

    /** What comes of it. */
    sealed interface Verdict {}

    record Allowed() implements Verdict {}

    record OwnPrivileges() implements Verdict {}

    record OwnersPrivileges() implements Verdict {}

    /** @param missing what the granter would have to hold */
    record NotHeld(Set<Privilege> missing) implements Verdict {}

    /**
     * Decides about replacing what a recipient has.
     *
     * <p>Leaving alone what somebody else has given is no grant, and neither is taking it away; lifting a denial is one, if
     * something becomes effective by it.
     */
    Verdict decide(Granter granter, Recipient recipient, Privileges after) {
        if (granter.admin()) {
            return new Allowed();
        }
        if (granter.personId().equals(recipient.personId())) {
            return new OwnPrivileges();
        }
        if (recipient.owner()) {
            return new OwnersPrivileges();
        }
        Set<Privilege> missing = difference(after.allow(), recipient.before().allow());
        missing.addAll(difference(after.effective(), recipient.before().effective()));
        missing.removeAll(granter.held());
        return missing.isEmpty() ? new Allowed() : new NotHeld(Collections.unmodifiableSet(missing));
    }

    private static Set<Privilege> difference(Set<Privilege> whole, Set<Privilege> without) {
        Set<Privilege> difference = EnumSet.noneOf(Privilege.class);
        difference.addAll(whole);
        difference.removeAll(without);
        return difference;
    }
}
