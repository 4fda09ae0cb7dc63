package org.firstbell.e2e.system;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills in what a realm file leaves open, as Keycloak does when it imports a realm but not in a partial import. */
public final class RealmTemplate {

    private static final Pattern OPEN = Pattern.compile("\\$\\{([A-Z][A-Z_]*)}");

    private RealmTemplate() {}

    /**
     * Replaces each <code>${NAME}</code>, upper case, by its value.
     *
     * @throws IllegalArgumentException if a name has no value
     */
    public static String fill(String template, Map<String, String> settings) {
        return OPEN.matcher(template).replaceAll(open -> {
            String value = settings.get(open.group(1));
            if (value == null) {
                throw new IllegalArgumentException("no value for " + open.group());
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
