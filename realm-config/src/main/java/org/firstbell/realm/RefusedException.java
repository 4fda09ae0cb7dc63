package org.firstbell.realm;

/** What the command cannot do, in words for whoever has called it. */
class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RefusedException(String why) {
        super(why);
    }

    RefusedException(String why, Throwable cause) {
        super(why, cause);
    }
}
