/** Giving privileges in a course and taking them back. */
package org.firstbell.lms.privilege;
