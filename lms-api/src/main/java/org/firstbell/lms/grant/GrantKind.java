package org.firstbell.lms.grant;

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
     * An insert into {@link #table} that gives a person what has waited for them, whatever the number.
     *
     * <p>At most one of the grants is for any one course. What the person has already is merged with, never taken away.
     *
     * @param grants the relation to select from: what {@code id}, {@code course_id}, {@code payload}, {@code granted_by} and
     *     {@code granted_at} say in {@code pending_grant} of grants of this kind, whose payloads are valid. Each row also has
     *     {@code person_id}, the same in all
     * @return SQL to be part of the one statement that attaches grants of all kinds, without parameters of its own
     */
    String attach(String grants);
}
