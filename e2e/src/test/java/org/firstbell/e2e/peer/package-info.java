/** What somebody would write for Keycloak instead of Firstbell; to be measured beside it, and in no jar that is handed out. */
package org.firstbell.e2e.peer;
