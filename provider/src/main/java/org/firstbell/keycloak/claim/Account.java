package org.firstbell.keycloak.claim;

/**
 * The placeholder under the brokered address, reduced to what the claim depends on.
 *
 * <p>Whether the account is enabled is deliberately not part of it: a claim enables the account one request before
 * Keycloak writes the link, and a browser that dies in between must be able to claim again.
 *
 * @param claimableBy alias of the identity provider that the placeholder's marker names
 * @param local whether the account lives in Keycloak's own database rather than in a federated store
 * @param serviceAccount whether it belongs to a client
 * @param linked whether any identity provider is linked to it; taken for granted if it is not local
 * @param hasCredentials whether it has a password or any other credential; not if a claim is open, since whatever the
 *     account has gained since then goes with the next claim
 */
record Account(String claimableBy, boolean local, boolean serviceAccount, boolean linked, boolean hasCredentials) {}
