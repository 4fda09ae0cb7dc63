/** What happened to the grants of a course, told to those who are responsible for it. */
package org.firstbell.lms.history;
