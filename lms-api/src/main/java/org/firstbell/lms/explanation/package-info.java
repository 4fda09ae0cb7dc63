/** What this service says to people: sentences that a page can say in their language. */
package org.firstbell.lms.explanation;
