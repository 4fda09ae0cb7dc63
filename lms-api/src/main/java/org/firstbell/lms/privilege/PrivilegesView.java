package org.firstbell.lms.privilege;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.firstbell.lms.course.Privilege;
import org.firstbell.lms.grant.GrantStatus;
import org.firstbell.lms.person.PersonView;

/**
 * What somebody has been given.
 *
 * @param id of the grant, from its first request until it ends
 * @param expiresAt until when it waits; null once it is active
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PrivilegesView(
        UUID id,
        GrantStatus status,
        PersonView person,
        Set<Privilege> allow,
        Set<Privilege> deny,
        Set<Privilege> effective,
        Instant expiresAt) {}
