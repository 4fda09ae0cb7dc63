package org.firstbell.lms.person;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;

/**
 * A person as shown to others.
 *
 * @param email null for a person without a proven address
 * @param userId null for somebody who has never been here
 * @param name null if the realm told none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PersonView(String email, UUID userId, String name) {}
