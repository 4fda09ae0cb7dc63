/** Where Firstbell's resources hang in the Admin REST API. */
package org.firstbell.keycloak.admin;
