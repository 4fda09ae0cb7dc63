/** From the outbox to the receivers: written in Keycloak's transaction, sent after it. */
package org.firstbell.keycloak.delivery;
