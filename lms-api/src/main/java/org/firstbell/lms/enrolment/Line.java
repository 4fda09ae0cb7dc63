package org.firstbell.lms.enrolment;

import java.util.regex.Pattern;

/**
 * One line of a list as somebody gave it in.
 *
 * @param number counted from 1, as in the file
 * @param input what is to be an address; characters that cannot be stored are replaced, so that they show
 */
record Line(int number, String input) {

    private static final Pattern UNFIT = Pattern.compile("[\\p{Cc}\\p{Cs}&&[^\\t\\r\\n]]");

    Line {
        if (!isPlain(input)) {
            input = UNFIT.matcher(input).replaceAll("\uFFFD");
        }
    }

    /** Nearly all are, and looking costs less than replacing nothing. */
    private static boolean isPlain(String input) {
        return input.chars().allMatch(c -> c >= ' ' && c <= '~');
    }
}
