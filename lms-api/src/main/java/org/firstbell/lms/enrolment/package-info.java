/** Enrolling lists of people in a course, whether or not they have ever signed in. */
package org.firstbell.lms.enrolment;
