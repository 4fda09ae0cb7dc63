/**
 * Grants that wait for their person: how they are stored, locked, attached, held, ended and remembered, whatever they give.
 *
 * <p>Knows no kind of grant; each kind is a {@link org.firstbell.lms.grant.GrantKind} elsewhere.
 */
package org.firstbell.lms.grant;
