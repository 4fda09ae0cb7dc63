/** A Google of our own, for Keycloak's provider type {@code google}, whose hosts are built into it. */
package org.firstbell.e2e.google;
