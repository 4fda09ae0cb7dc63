/** Comparing what is known here with what is so in the realm, and making good what no event has told. */
package org.firstbell.lms.reconciliation;
