package org.firstbell.lms.operation;

import java.time.Instant;

/**
 * What waits in the database, for whomever.
 *
 * @param pendingGrants that wait for their person
 * @param heldGrants whose person has come, and which an administrator has to look at
 * @param dueRequests for placeholders, which Keycloak has not answered yet
 * @param refusedRequests for placeholders, which Keycloak has refused for good
 * @param oldestDue since when the oldest of the due ones waits; null if there is none
 */
record Backlog(long pendingGrants, long heldGrants, long dueRequests, long refusedRequests, Instant oldestDue) {

    static final Backlog NONE = new Backlog(0, 0, 0, 0, null);
}
