package org.firstbell.lms.person;

import java.time.Instant;
import java.util.UUID;
import org.firstbell.address.EmailAddress;

/**
 * What the realm says about somebody at a moment.
 *
 * @param id the subject
 * @param provenAddress the address that the realm has verified to be theirs; null if it vouches for none
 * @param name as to be shown; null if not told
 * @param asOf when the realm said so; later statements overrule earlier ones, whatever the order in which they arrive
 */
public record Identity(UUID id, EmailAddress provenAddress, String name, Instant asOf) {}
