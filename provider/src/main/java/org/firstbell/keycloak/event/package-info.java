/** From Keycloak's events to what receivers are told. */
package org.firstbell.keycloak.event;
