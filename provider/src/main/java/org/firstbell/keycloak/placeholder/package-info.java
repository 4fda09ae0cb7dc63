/** Placeholders: the inactive users that wait for somebody's first login. */
package org.firstbell.keycloak.placeholder;
