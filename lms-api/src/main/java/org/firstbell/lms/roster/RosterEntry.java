package org.firstbell.lms.roster;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.firstbell.lms.course.Privilege;
import org.firstbell.lms.grant.GrantStatus;
import org.firstbell.lms.person.PersonView;

/**
 * Somebody who has been given something in a course.
 *
 * @param version of the privileges, for If-Match; null if there are none, not even empty ones
 * @param enrolmentVersion of the enrolment, for If-Match; null if there is none that waits or is held
 * @param provisioning how far the placeholder has come of somebody who is waited for: {@code due}, {@code done} or
 *     {@code refused}; null for others
 * @param expiresAt until when it waits, or waited; null for what is held
 */
record RosterEntry(
        GrantStatus status,
        PersonView person,
        Set<Privilege> allow,
        Set<Privilege> deny,
        Set<Privilege> effective,
        @JsonInclude(JsonInclude.Include.NON_NULL) String version,
        boolean enrolled,
        @JsonInclude(JsonInclude.Include.NON_NULL) UUID enrolmentVersion,
        @JsonInclude(JsonInclude.Include.NON_NULL) String provisioning,
        @JsonInclude(JsonInclude.Include.NON_NULL) Instant expiresAt) {}
