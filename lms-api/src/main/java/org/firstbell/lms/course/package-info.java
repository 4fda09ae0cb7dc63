/** Courses, where people stand in them, and what standing there lets them do. */
package org.firstbell.lms.course;
