package org.firstbell.lms.config;

import org.eclipse.microprofile.config.spi.Converter;

/**
 * Reads a setting that must say something: one that is left blank counts as missing, and the service does not start.
 *
 * <p>Stands where one would write {@code @NotBlank}. A single constraint on a setting has Quarkus build a second validator of
 * every setting there is, its own included, at each start: a sixth of its main thread's time.
 */
public final class NonBlank implements Converter<String> {

    private static final long serialVersionUID = 1L;

    @Override
    public String convert(String value) {
        return value.isBlank() ? null : value;
    }
}
