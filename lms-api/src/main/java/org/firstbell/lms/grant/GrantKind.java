package org.firstbell.lms.grant;

import java.util.Collection;
import java.util.UUID;

/**
 * Something that can be given to a person in a course.
 *
 * <p>A new kind is one new bean of this type. While its person has not come, a grant of this kind waits in
 * {@code pending_grant}; when they come, {@link #attach} turns it into the rows that permission checks read.
 *
 * @param <P> what is given: a record whose Bean Validation constraints hold when it is stored and when it is attached
 */
public interface GrantKind<P extends Record> {

    /** Stored with every grant; never changes. */
    String name();

    Class<P> payloadType();

    /** The table of what people hold, with columns {@code course_id}, {@code person_id} and {@code grant_id}. */
    String table();

    /** The name of the privilege in the course that giving this takes; looked at again when it is attached. */
    String givenWith();

    /**
     * Gives a person what waits for them, in one statement whatever the number.
     *
     * <p>Reads {@code id}, {@code course_id}, {@code payload}, {@code granted_by} and {@code granted_at} of
     * {@code pending_grant}, whose rows are deleted afterwards. At most one of the grants is for any one course. What the
     * person has already is merged with, never taken away.
     *
     * @param grantIds ids of pending grants of this kind, whose payloads are valid
     */
    void attach(UUID personId, Collection<UUID> grantIds);
}
