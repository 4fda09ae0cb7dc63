/** The people of a course, active and pending alike. */
package org.firstbell.lms.roster;
