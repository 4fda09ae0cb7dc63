package org.firstbell.address;

/**
 * Says why an input is not an address that Firstbell can compare with certainty.
 *
 * <p>The message is a sentence for the person who typed the address and never repeats it, so it may be logged.
 */
public final class InvalidEmailAddressException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    InvalidEmailAddressException(Reason reason) {
        super(reason.sentence);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** What is wrong with the input. */
    public enum Reason {
        EMPTY("The address is empty."),
        TOO_LONG("The address is longer than mail systems accept (64 characters before the @, 254 in all)."),
        NO_AT_SIGN("An e-mail address has an @ in it."),
        QUOTED_LOCAL_PART("Addresses in quotation marks are not supported."),
        NON_ASCII_LOCAL_PART("The part before the @ has a character outside A to Z, digits and common signs."),
        MALFORMED_LOCAL_PART("The part before the @ is not well-formed."),
        AMBIGUOUS_DOMAIN("The domain has a character that systems read differently; use its ASCII form (xn--…)."),
        LOOK_ALIKE_DOMAIN(
                "The domain has letters of another alphabet that pass for common ones; if it is meant so, use its ASCII form (xn--…)."),
        MALFORMED_DOMAIN("The part after the @ is not a domain name.");

        private final String sentence;

        Reason(String sentence) {
            this.sentence = sentence;
        }

        /** For the person who typed the address. */
        public String sentence() {
            return sentence;
        }
    }
}
