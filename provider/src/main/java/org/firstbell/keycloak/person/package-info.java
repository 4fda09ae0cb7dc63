/** What receivers of events may ask about people, so that they can repair what an event did not tell them. */
package org.firstbell.keycloak.person;
