/** Hearing from Keycloak: Security Event Tokens, verified, deduplicated, and turned into what follows from them. */
package org.firstbell.lms.event;
