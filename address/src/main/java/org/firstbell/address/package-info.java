/** What makes two e-mail addresses the same address: one rule, for Keycloak and the LMS alike. */
package org.firstbell.address;
