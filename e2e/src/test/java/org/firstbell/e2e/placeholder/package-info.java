/** What a placeholder is in Keycloak, and how long it takes to make many. */
package org.firstbell.e2e.placeholder;
