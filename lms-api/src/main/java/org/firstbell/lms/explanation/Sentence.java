package org.firstbell.lms.explanation;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.firstbell.address.InvalidEmailAddressException.Reason;

/** Every sentence that this service says to people, in English. Codes and parameters are promises: add, never change. */
public enum Sentence {
    ADDRESS_EMPTY(Reason.EMPTY),
    ADDRESS_TOO_LONG(Reason.TOO_LONG),
    ADDRESS_NO_AT_SIGN(Reason.NO_AT_SIGN),
    ADDRESS_QUOTED_LOCAL_PART(Reason.QUOTED_LOCAL_PART),
    ADDRESS_NON_ASCII_LOCAL_PART(Reason.NON_ASCII_LOCAL_PART),
    ADDRESS_MALFORMED_LOCAL_PART(Reason.MALFORMED_LOCAL_PART),
    ADDRESS_AMBIGUOUS_DOMAIN(Reason.AMBIGUOUS_DOMAIN),
    ADDRESS_LOOK_ALIKE_DOMAIN(Reason.LOOK_ALIKE_DOMAIN),
    ADDRESS_MALFORMED_DOMAIN(Reason.MALFORMED_DOMAIN),

    DUPLICATE_OF_LINE("duplicate of line {line}"),
    MEANT("did you mean {address}?"),
    LINES_NEED_A_LOOK("{count} lines are no addresses or look mistyped; correct them, or commit with mode valid."),

    GIVER_MAY_NOT_ANY_MORE("Whoever gave it may not give it any more."),
    KIND_UNKNOWN("There are no grants of the kind {kind} any more."),
    CONTENT_NOT_VALID("What it gives is not valid any more: {fields}."),
    CONTENT_UNREADABLE("What it gives cannot be read."),

    KEYCLOAK_UNREACHABLE("The sign-in service cannot be reached."),
    KEYCLOAK_REFUSED("The sign-in service refused, with HTTP status {status}."),
    KEYCLOAK_NOT_UNDERSTOOD("The sign-in service gave an answer that makes no sense."),
    USER_NAME_TAKEN("Another user, with another address, has this address for a user name."),
    USER_PROFILE_REFUSED("The user profile of the school does not allow it: {problems}."),
    USER_NOT_CREATED("The sign-in service could not create this user; its log says why."),

    TOKEN_NEEDED("A valid bearer token is needed."),
    TOKEN_WITHOUT_USER("The token names no user of the realm."),
    NEEDS_PRIVILEGE("This needs {privilege} in the course."),
    NEEDS_OWNER("This is for the owner of the course."),
    PRIVILEGES_NOT_HELD("You do not hold {privileges}."),
    MOST_STREAMS("There are {most} at most for one person."),
    MOST_BYTES("A body here has {most} bytes at most."),
    NO_MEDIA_TYPE("The Content-Type is no media type."),
    NOT_THE_JSON("The body is not the JSON expected here."),
    LOGGED("Error {id} in the server's log."),

    EITHER_EMAIL_OR_USER_ID("give either email or userId"),
    NO_USER_ID("is not the id of a user"),
    NOT_A_CURSOR("is not one that was given out here"),
    NUMBER_FROM_TO("must be a number from {least} to {most}"),
    LINES_FROM_TO("must be {least} to {most} lines"),
    DAY_FROM_TO("must be a day from {first} to {last}"),
    TIME_AHEAD("must be in the future, and at most {years} years ahead"),
    ONE_OF("must be one of {values}"),
    SAME_ADDRESS("is the address that it waits for"),
    ONLY_A_STAR("can only be *"),
    ONE_VERSION("must be one version in quotes, or *"),
    UNKNOWN_FIELD("is not a field known here"),
    WRONG_TYPE("is not of the type expected here"),
    MUST_BE_THERE("must not be null"),
    MUST_NOT_BE_BLANK("must not be blank"),
    SIZE_FROM_TO("size must be between {min} and {max}"),
    WRONG_FORM("must match \"{regexp}\""),
    CONTROL_CHARACTERS("must not contain control characters");

    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");

    private final String english;

    Sentence(String english) {
        this.english = english;
    }

    Sentence(Reason reason) {
        this(reason.sentence());
    }

    /** {@return the sentence about an address} */
    public static Sentence of(Reason reason) {
        return valueOf("ADDRESS_" + reason.name());
    }

    /** {@return under which a page finds its own words} */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** {@return the names of what is filled in} */
    public Set<String> parameters() {
        return PARAMETER
                .matcher(english)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The sentence as it is. */
    public Explanation plain() {
        return with(Map.of());
    }

    /** The sentence with its one parameter filled in. */
    public Explanation with(String name, Object value) {
        return with(Map.of(name, value));
    }

    /**
     * The sentence with its parameters filled in.
     *
     * @param values a text, a number or a list of texts for each of the {@link #parameters}
     * @throws IllegalArgumentException if they are others
     */
    public Explanation with(Map<String, Object> values) {
        if (!values.keySet().equals(parameters())) {
            throw new IllegalArgumentException(code() + " has " + parameters() + ", not " + values.keySet());
        }
        return new Explanation(code(), values);
    }

    /** {@return the sentence of a code} */
    static Sentence named(String code) {
        return Arrays.stream(values())
                .filter(sentence -> sentence.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no sentence " + code));
    }

    String inEnglish(Map<String, Object> values) {
        return PARAMETER
                .matcher(english)
                .replaceAll(match -> Matcher.quoteReplacement(text(values.get(match.group(1)))));
    }

    private static String text(Object value) {
        return value instanceof Collection<?> several
                ? several.stream().map(String::valueOf).collect(Collectors.joining(", "))
                : String.valueOf(value);
    }
}
