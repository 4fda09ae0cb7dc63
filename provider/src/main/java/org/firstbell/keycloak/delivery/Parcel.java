package org.firstbell.keycloak.delivery;

import org.firstbell.keycloak.delivery.Outbox.LeaseId;

/**
 * A leased delivery, packed and addressed: all that a push needs, and no entity of a finished transaction.
 *
 * @param deliveryId for logs
 * @param receiver client id of the receiver, for logs
 * @param url where to push, as configured
 * @param token the signed security event token
 */
record Parcel(LeaseId lease, String deliveryId, String receiver, String url, String token) {}
