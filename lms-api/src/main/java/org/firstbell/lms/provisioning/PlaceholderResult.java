package org.firstbell.lms.provisioning;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.UUID;

/**
 * What Keycloak made of one address.
 *
 * @param email as we sent it
 * @param outcome created, waiting, active or invalid
 * @param userId the placeholder's or the account's id; null when invalid
 * @param detail why it is invalid; else null
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record PlaceholderResult(String email, String outcome, UUID userId, String detail) {}
