package org.firstbell.e2e.system;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills in what a realm file leaves open, as Keycloak does when it imports a realm but not in a partial import. */
public final class RealmTemplate {

    private static final String NAME = "[A-Z][A-Z_]*";
    /** The default may name further settings. */
    private static final Pattern OPEN = Pattern.compile("\\$\\{(" + NAME + ")(?::((?:[^{}]|\\$\\{" + NAME + "})*))?}");

    private RealmTemplate() {}

    /**
     * Replaces each <code>${NAME}</code> or <code>${NAME:default}</code>, upper case, by its value.
     *
     * @throws IllegalArgumentException if a name has neither value nor default
     */
    public static String fill(String template, Map<String, String> settings) {
        return OPEN.matcher(template).replaceAll(open -> {
            String value = settings.get(open.group(1));
            if (value == null && open.group(2) != null) {
                value = fill(open.group(2), settings);
            }
            if (value == null) {
                throw new IllegalArgumentException("no value for " + open.group());
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
