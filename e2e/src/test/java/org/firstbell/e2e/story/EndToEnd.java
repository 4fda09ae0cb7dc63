package org.firstbell.e2e.story;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A story on the whole, running system. Its {@link School}, or the bare system, comes as a constructor
 * parameter.
 *
 * <p>All stories share one system, which starts with the first of them and ends with the test run. So each has people
 * of its own, and one that stops a part starts it again. Classes run side by side; one that no other could stand is
 * {@code @Isolated}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SharedSystem.class)
public @interface EndToEnd {}
