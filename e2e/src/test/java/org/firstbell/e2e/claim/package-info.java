/** The claim on a real Keycloak with its own provider type {@code google}: who gets in, and who does not. */
package org.firstbell.e2e.claim;
