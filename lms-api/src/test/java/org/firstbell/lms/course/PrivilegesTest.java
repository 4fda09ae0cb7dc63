package org.firstbell.lms.course;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.lms.course.Privilege.ACCESS_EXERCISES;
import static org.firstbell.lms.course.Privilege.MANAGE_EVENTS;
import static org.firstbell.lms.course.Privilege.MANAGE_EXERCISES;
import static org.firstbell.lms.course.Privilege.UPDATE_COURSE;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PrivilegesTest {

    static Stream<Arguments> cases() {
        return Stream.of(
                arguments(Set.of(), Set.of(), Set.of()),
                arguments(Set.of(MANAGE_EVENTS), Set.of(), Set.of(MANAGE_EVENTS)),
                arguments(Set.of(MANAGE_EVENTS, UPDATE_COURSE), Set.of(MANAGE_EVENTS), Set.of(UPDATE_COURSE)),
                arguments(Set.of(), Set.of(MANAGE_EVENTS), Set.of()),
                arguments(Set.of(MANAGE_EXERCISES), Set.of(), Set.of(MANAGE_EXERCISES, ACCESS_EXERCISES)),
                arguments(Set.of(MANAGE_EXERCISES), Set.of(MANAGE_EXERCISES), Set.of(ACCESS_EXERCISES)),
                arguments(Set.of(MANAGE_EXERCISES), Set.of(ACCESS_EXERCISES), Set.of()),
                arguments(Set.of(ACCESS_EXERCISES), Set.of(MANAGE_EXERCISES), Set.of(ACCESS_EXERCISES)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void takesTheDeniedFromTheAllowed(Set<Privilege> allow, Set<Privilege> deny, Set<Privilege> effective) {
        assertThat(new Privileges(allow, deny).effective()).isEqualTo(effective);
    }

    @Test
    void leavesOutNamesThatMeanNothing() {
        assertThat(Privileges.named("fly,manage_events", ""))
                .isEqualTo(new Privileges(Set.of(MANAGE_EVENTS), Set.of()));
    }
}
