package org.firstbell.lms.arrival;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/** The endpoint sees to its caller's arrival itself, or has no caller who could arrive. */
@Target(METHOD)
@Retention(RUNTIME)
public @interface WithoutArrival {}
