package org.firstbell.lms.enrolment;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A line and what becomes of it.
 *
 * @param email the canonical address; null if it is none
 * @param detail a sentence; null if the verdict says it all
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record LineView(int line, String input, String email, Verdict verdict, String detail) {}
