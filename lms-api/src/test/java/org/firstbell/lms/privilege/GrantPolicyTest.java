package org.firstbell.lms.privilege;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.lms.course.Privilege.ACCESS_EXERCISES;
import static org.firstbell.lms.course.Privilege.MANAGE_EVENTS;
import static org.firstbell.lms.course.Privilege.MANAGE_EXERCISES;
import static org.firstbell.lms.course.Privilege.MANAGE_PRIVILEGES;
import static org.firstbell.lms.course.Privilege.UPDATE_COURSE;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.firstbell.lms.course.Privilege;
import org.firstbell.lms.course.Privileges;
import org.firstbell.lms.privilege.GrantPolicy.Allowed;
import org.firstbell.lms.privilege.GrantPolicy.Granter;
import org.firstbell.lms.privilege.GrantPolicy.NotHeld;
import org.firstbell.lms.privilege.GrantPolicy.OwnPrivileges;
import org.firstbell.lms.privilege.GrantPolicy.OwnersPrivileges;
import org.firstbell.lms.privilege.GrantPolicy.Recipient;
import org.firstbell.lms.privilege.GrantPolicy.Verdict;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GrantPolicyTest {

    private static final UUID SELF = UUID.randomUUID();
    private static final UUID OTHER = UUID.randomUUID();

    private static final Granter OWNER = new Granter(SELF, Privilege.all(), false);
    private static final Granter ADMIN = new Granter(SELF, Privilege.all(), true);

    private static final Privileges NONE = Privileges.NONE;

    static Stream<Arguments> cases() {
        return Stream.of(
                arguments("what one holds", holding(MANAGE_EVENTS), other(NONE), allow(MANAGE_EVENTS), new Allowed()),
                arguments("to a stranger", holding(MANAGE_EVENTS), stranger(NONE), allow(MANAGE_EVENTS), new Allowed()),
                arguments(
                        "all, by the owner",
                        OWNER,
                        other(NONE),
                        new Privileges(Privilege.all(), Set.of()),
                        new Allowed()),
                arguments("nothing", holding(), other(NONE), NONE, new Allowed()),
                arguments(
                        "what one does not hold", holding(), other(NONE), allow(MANAGE_EVENTS), lacking(MANAGE_EVENTS)),
                arguments(
                        "to a stranger what one does not hold",
                        holding(),
                        stranger(NONE),
                        allow(MANAGE_EVENTS, UPDATE_COURSE),
                        lacking(MANAGE_EVENTS, UPDATE_COURSE)),
                arguments(
                        "allowed and denied at once, not held",
                        holding(),
                        other(NONE),
                        new Privileges(Set.of(MANAGE_EVENTS), Set.of(MANAGE_EVENTS)),
                        lacking(MANAGE_EVENTS)),
                arguments(
                        "what implies something not held",
                        holding(MANAGE_EXERCISES),
                        other(NONE),
                        allow(MANAGE_EXERCISES),
                        lacking(ACCESS_EXERCISES)),
                arguments("a denial of anything", holding(), other(NONE), deny(MANAGE_EVENTS), new Allowed()),
                arguments(
                        "taking away what one does not hold",
                        holding(),
                        other(allow(MANAGE_EVENTS)),
                        NONE,
                        new Allowed()),
                arguments(
                        "something more beside what another gave",
                        holding(UPDATE_COURSE),
                        other(allow(MANAGE_EVENTS)),
                        allow(MANAGE_EVENTS, UPDATE_COURSE),
                        new Allowed()),
                arguments(
                        "lifting a denial of what one does not hold",
                        holding(),
                        other(new Privileges(Set.of(MANAGE_EVENTS), Set.of(MANAGE_EVENTS))),
                        allow(MANAGE_EVENTS),
                        lacking(MANAGE_EVENTS)),
                arguments(
                        "lifting a denial that hid nothing",
                        holding(),
                        other(deny(MANAGE_EVENTS)),
                        NONE,
                        new Allowed()),
                arguments(
                        "one's own",
                        OWNER,
                        new Recipient(SELF, false, NONE),
                        allow(MANAGE_EVENTS),
                        new OwnPrivileges()),
                arguments("one's own, as the owner", OWNER, new Recipient(SELF, true, NONE), NONE, new OwnPrivileges()),
                arguments(
                        "the owner's",
                        holding(MANAGE_EVENTS),
                        new Recipient(OTHER, true, NONE),
                        deny(MANAGE_EVENTS),
                        new OwnersPrivileges()),
                arguments(
                        "one's own, as admin",
                        ADMIN,
                        new Recipient(SELF, false, NONE),
                        allow(UPDATE_COURSE),
                        new Allowed()),
                arguments("the owner's, as admin", ADMIN, new Recipient(OTHER, true, NONE), NONE, new Allowed()),
                arguments(
                        "anything, as admin holding nothing",
                        new Granter(SELF, Set.of(), true),
                        other(NONE),
                        allow(UPDATE_COURSE),
                        new Allowed()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void decides(String what, Granter granter, Recipient recipient, Privileges after, Verdict expected) {
        assertThat(new GrantPolicy().decide(granter, recipient, after)).isEqualTo(expected);
    }

    private static Granter holding(Privilege... privileges) {
        return new Granter(
                SELF,
                Stream.concat(Stream.of(MANAGE_PRIVILEGES), Stream.of(privileges))
                        .collect(Collectors.toSet()),
                false);
    }

    private static Recipient other(Privileges before) {
        return new Recipient(OTHER, false, before);
    }

    private static Recipient stranger(Privileges before) {
        return new Recipient(null, false, before);
    }

    private static Privileges allow(Privilege... privileges) {
        return new Privileges(Set.of(privileges), Set.of());
    }

    private static Privileges deny(Privilege... privileges) {
        return new Privileges(Set.of(), Set.of(privileges));
    }

    private static NotHeld lacking(Privilege... privileges) {
        return new NotHeld(Set.of(privileges));
    }
}
