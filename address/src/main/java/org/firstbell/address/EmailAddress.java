package org.firstbell.address;

import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.firstbell.address.InvalidEmailAddressException.Reason;

/**
 * An e-mail address in the one form in which Firstbell stores and compares addresses.
 *
 * <p>Two inputs are the same address exactly when they parse to equal values. White space around the input is dropped,
 * both parts are lower-cased without regard to the machine's language (as Keycloak does with a user's e-mail), and an
 * internationalised domain takes its ASCII form. Tags ({@code name+tag@…}) and dots are part of the address and stay.
 * What cannot be compared with certainty (quoted or non-ASCII local parts, address literals, domains in letters that
 * pass for others) is refused, not guessed.
 *
 * @param value the canonical form, ASCII, at most 254 characters
 */
public record EmailAddress(String value) {

    /** RFC 5321 section 4.5.3.1.3: a path has at most 256 octets, its angle brackets included. */
    private static final int MAX_ADDRESS_LENGTH = 254;

    /** RFC 5321 section 4.5.3.1.1. */
    private static final int MAX_LOCAL_PART_LENGTH = 64;

    /** @throws IllegalArgumentException if the value is not in canonical form */
    public EmailAddress {
        int at = value.lastIndexOf('@');
        if (value.length() > MAX_ADDRESS_LENGTH
                || at > MAX_LOCAL_PART_LENGTH
                || !isDotString(value.substring(0, Math.max(at, 0)))
                || !DomainName.isCanonical(value.substring(at + 1))) {
            throw new IllegalArgumentException("not in canonical form");
        }
    }

    /**
     * Parses what a person typed, a list contained or an identity provider sent.
     *
     * @param input the address, possibly with white space around it; null counts as empty
     * @return the address in canonical form
     * @throws InvalidEmailAddressException if it is no address that can be compared with certainty; says why
     */
    public static EmailAddress parse(String input) {
        return parse(input, DomainName::canonical);
    }

    /** @param canonicalDomain {@link DomainName#canonical}, or what remembers it */
    static EmailAddress parse(String input, UnaryOperator<String> canonicalDomain) {
        return new EmailAddress(canonical(input, canonicalDomain));
    }

    /** As {@link #parse}, for callers to whom an unusable address is as good as none. */
    public static Optional<EmailAddress> tryParse(String input) {
        try {
            return Optional.of(parse(input));
        } catch (InvalidEmailAddressException unusable) {
            return Optional.empty();
        }
    }

    /** The part before the {@code @}. */
    public String localPart() {
        return value.substring(0, value.lastIndexOf('@'));
    }

    /** The part after the {@code @}, in its ASCII form. */
    public String domain() {
        return value.substring(value.lastIndexOf('@') + 1);
    }

    @Override
    public String toString() {
        return value;
    }

    private static String canonical(String input, UnaryOperator<String> canonicalDomain) {
        String trimmed = trim(input == null ? "" : input);
        if (trimmed.isEmpty()) {
            throw new InvalidEmailAddressException(Reason.EMPTY);
        }
        // Also keeps what follows from being fed a megabyte. A domain only grows when it takes its ASCII form.
        if (trimmed.length() > MAX_ADDRESS_LENGTH) {
            throw new InvalidEmailAddressException(Reason.TOO_LONG);
        }
        int at = trimmed.lastIndexOf('@');
        if (at < 0) {
            throw new InvalidEmailAddressException(Reason.NO_AT_SIGN);
        }
        String canonical = localPart(trimmed.substring(0, at)) + "@" + canonicalDomain.apply(trimmed.substring(at + 1));
        if (canonical.length() > MAX_ADDRESS_LENGTH) {
            throw new InvalidEmailAddressException(Reason.TOO_LONG);
        }
        return canonical;
    }

    private static String localPart(String input) {
        if (input.startsWith("\"")) {
            throw new InvalidEmailAddressException(Reason.QUOTED_LOCAL_PART);
        }
        if (!isAscii(input)) {
            throw new InvalidEmailAddressException(Reason.NON_ASCII_LOCAL_PART);
        }
        String lowerCase = input.toLowerCase(Locale.ROOT);
        if (!isDotString(lowerCase)) {
            throw new InvalidEmailAddressException(Reason.MALFORMED_LOCAL_PART);
        }
        if (lowerCase.length() > MAX_LOCAL_PART_LENGTH) {
            throw new InvalidEmailAddressException(Reason.TOO_LONG);
        }
        return lowerCase;
    }

    /** RFC 5321 section 4.1.2, {@code Dot-string}, in lower case. */
    private static boolean isDotString(String text) {
        boolean inAtom = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' ? !inAtom : !isAtomText(c)) {
                return false;
            }
            inAtom = c != '.';
        }
        return inAtom;
    }

    private static boolean isAtomText(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "!#$%&'*+/=?^_`{|}~-".indexOf(c) >= 0;
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    /** Drops what people cannot see at either end: white space, no-break spaces, zero-width spaces, byte order marks. */
    private static String trim(String input) {
        int start = 0;
        int end = input.length();
        while (start < end && isBlank(input.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(input.charAt(end - 1))) {
            end--;
        }
        return input.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u200B' || c == '\uFEFF';
    }
}
