/** The school's Keycloak realm as this service sees it: whose tokens and events it believes, and how it asks for something. */
package org.firstbell.lms.realm;
