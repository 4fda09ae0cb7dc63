package org.firstbell.lms.enrolment;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.firstbell.lms.grant.GrantStatus;
import org.firstbell.lms.person.PersonView;

/**
 * Somebody's enrolment.
 *
 * @param id of the grant, from its first request until it ends; the version, too, as there is nothing else to it
 * @param expiresAt until when it waits; null once it is active
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record EnrolmentView(UUID id, GrantStatus status, PersonView person, Instant expiresAt) {}
