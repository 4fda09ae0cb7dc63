/** The claim: the step of the first-broker-login flow in which the right person takes a placeholder over. */
package org.firstbell.keycloak.claim;
