package org.firstbell.e2e.page;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Needs an installed Chromium, which comes as a {@link Chromium} parameter; skipped, loudly, where there is none.
 *
 * <p>It is looked for in the usual places, and where {@code -Dchromium=} or the environment's {@code CHROMIUM} says.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ChromiumExtension.class)
@interface InChromium {}
