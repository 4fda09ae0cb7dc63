package org.firstbell.lms.person;

import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A name as identity providers send it, made fit to be stored and shown on one line. */
public final class PersonName {

    private static final int MAX_LENGTH = 255;
    private static final Pattern UNFIT = Pattern.compile("[\\p{Cc}\\p{Cs}\\s]+");

    private PersonName() {}

    /**
     * Joins the parts of a name by spaces.
     *
     * @param parts given name, family name, or the whole; each may be null
     * @return at most 255 characters; null if nothing is left
     */
    public static String of(String... parts) {
        String name = Stream.of(parts)
                .filter(Objects::nonNull)
                .map(part -> UNFIT.matcher(part).replaceAll(" ").strip())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
        if (name.isEmpty()) {
            return null;
        }
        int codePoints = name.codePointCount(0, name.length());
        return codePoints <= MAX_LENGTH ? name : name.substring(0, name.offsetByCodePoints(0, MAX_LENGTH));
    }
}
