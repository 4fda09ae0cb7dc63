package org.firstbell.address;

import java.lang.Character.UnicodeScript;
import java.net.IDN;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.firstbell.address.InvalidEmailAddressException.Reason;

/** The domain of an address: its one ASCII form, and which domains are refused because they deceive the eye. */
final class DomainName {

    /** RFC 1035 section 2.3.4. */
    private static final int MAX_LABEL_LENGTH = 63;

    /**
     * Characters that IDNA 2003 (all that the JDK knows) maps away and IDNA 2008 keeps: sharp s, final sigma, and the
     * two joiners. The two standards disagree on which domain is meant, so nobody can say whose address it is.
     */
    private static final Pattern READ_DIFFERENTLY = Pattern.compile("[\u00DF\u1E9E\u03C2\u200C\u200D]");

    /** The combinations of scripts in which whole languages are written (Unicode TS 39, "highly restrictive"). */
    private static final List<Set<UnicodeScript>> WRITTEN_TOGETHER = List.of(
            EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA),
            EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.BOPOMOFO),
            EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.HANGUL));

    /** Cyrillic and Greek small letters that look like Latin ones (Unicode TS 39, confusables). */
    private static final String LATIN_LOOK_ALIKES = "\u0430\u0435\u043E\u0440\u0441\u0443\u0445\u0455\u0456\u0458\u04BB"
            + "\u03B1\u03B9\u03BA\u03BD\u03BF\u03C1\u03C4\u03C5\u03C7\u03F2";

    private static final Pattern ONLY_LATIN_LOOK_ALIKES =
            Pattern.compile("[-0-9]*[" + LATIN_LOOK_ALIKES + "][-0-9" + LATIN_LOOK_ALIKES + "]*");

    /** RFC 3490 section 3.1. */
    private static final Pattern LABEL_SEPARATOR = Pattern.compile("[.\u3002\uFF0E\uFF61]");

    private DomainName() {}

    /**
     * Turns a domain into the form in which domains are compared.
     *
     * @return lower case, every internationalised label as {@code xn--…}
     * @throws InvalidEmailAddressException if it is no domain name, is read differently by different systems, or is
     *     written in letters that pass for others
     */
    static String canonical(String input) {
        if (READ_DIFFERENTLY.matcher(input).find()) {
            throw new InvalidEmailAddressException(Reason.AMBIGUOUS_DOMAIN);
        }
        String ascii = ascii(input);
        if (!isCanonical(ascii)) {
            throw new InvalidEmailAddressException(Reason.MALFORMED_DOMAIN);
        }
        for (String label : LABEL_SEPARATOR.split(Normalizer.normalize(input, Form.NFKC), -1)) {
            checkDeceivesNobody(label.toLowerCase(Locale.ROOT));
        }
        return ascii;
    }

    /**
     * Tells whether {@link #canonical} has nothing to change: RFC 5321 section 4.1.2, {@code Domain}, in lower case, of at least
     * two labels, the last of which is no number.
     */
    static boolean isCanonical(String domain) {
        int label = 0;
        for (int dot = domain.indexOf('.'); dot != -1; dot = domain.indexOf('.', label)) {
            if (!isLabel(domain, label, dot)) {
                return false;
            }
            label = dot + 1;
        }
        return label > 0 && isLabel(domain, label, domain.length()) && !isNumber(domain, label);
    }

    private static boolean isLabel(String domain, int start, int end) {
        if (end == start
                || end - start > MAX_LABEL_LENGTH
                || domain.charAt(start) == '-'
                || domain.charAt(end - 1) == '-') {
            return false;
        }
        for (int i = start; i < end; i++) {
            char c = domain.charAt(i);
            if ((c < 'a' || c > 'z') && !isDigit(c) && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isNumber(String domain, int start) {
        return domain.chars().skip(start).allMatch(DomainName::isDigit);
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static String ascii(String input) {
        try {
            return IDN.toASCII(input, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException malformed) {
            throw new InvalidEmailAddressException(Reason.MALFORMED_DOMAIN);
        }
    }

    /** Looks at the letters that were typed: a label typed as {@code xn--…} looks like nothing else. */
    private static void checkDeceivesNobody(String label) {
        if (mixesScripts(label) || ONLY_LATIN_LOOK_ALIKES.matcher(label).matches()) {
            throw new InvalidEmailAddressException(Reason.LOOK_ALIKE_DOMAIN);
        }
    }

    private static boolean mixesScripts(String label) {
        Set<UnicodeScript> scripts = label.codePoints()
                .mapToObj(UnicodeScript::of)
                .filter(script -> script != UnicodeScript.COMMON && script != UnicodeScript.INHERITED)
                .collect(Collectors.toSet());
        return scripts.size() > 1 && WRITTEN_TOGETHER.stream().noneMatch(together -> together.containsAll(scripts));
    }
}
