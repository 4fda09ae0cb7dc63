package org.firstbell.lms.grant;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.firstbell.lms.explanation.Sentence;
import org.firstbell.lms.problem.ProblemException;
import org.firstbell.lms.problem.ProblemType;

/**
 * What a caller believes to be there when they change it (RFC 9110 section 13.1), so that of two teachers who edit the same
 * grant the second one hears of the first.
 */
public final class Precondition {

    private static final Pattern TAG = Pattern.compile("\\s*(?:\"([\\x21\\x23-\\x7E]*)\"|(\\*))\\s*");

    private final String version;
    private final boolean anything;
    private final boolean nothing;

    private Precondition(String version, boolean anything, boolean nothing) {
        this.version = version;
        this.anything = anything;
        this.nothing = nothing;
    }

    /**
     * As the headers have it.
     *
     * @param ifMatch a version in quotes, {@code *} for any, or null
     * @param ifNoneMatch {@code *} or null
     * @throws ProblemException if they cannot be understood
     */
    public static Precondition of(String ifMatch, String ifNoneMatch) {
        if (ifNoneMatch != null && !ifNoneMatch.strip().equals("*")) {
            throw ProblemException.invalid("If-None-Match", Sentence.ONLY_A_STAR.plain());
        }
        if (ifMatch == null) {
            return new Precondition(null, false, ifNoneMatch != null);
        }
        Matcher tag = TAG.matcher(ifMatch);
        if (!tag.matches()) {
            throw ProblemException.invalid("If-Match", Sentence.ONE_VERSION.plain());
        }
        return new Precondition(tag.group(1), true, ifNoneMatch != null);
    }

    /**
     * Compares with what is there; the caller holds the lock of the address.
     *
     * @param there the version of what is there; empty if nothing is
     * @throws ProblemException if it is something else
     */
    public void check(Optional<String> there) {
        boolean met = !(nothing && there.isPresent())
                && !(anything && there.isEmpty())
                && (version == null || there.filter(version::equals).isPresent());
        if (!met) {
            throw new ProblemException(ProblemType.CHANGED_MEANWHILE);
        }
    }
}
