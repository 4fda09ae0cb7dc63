package org.firstbell.realm;

/** Keycloak cannot be reached or cannot answer right now; the same request may well be answered later. */
final class UnavailableException extends RefusedException {

    private static final long serialVersionUID = 1L;

    UnavailableException(String why) {
        super(why);
    }

    UnavailableException(String why, Throwable cause) {
        super(why, cause);
    }

    /** Whether an answer of this HTTP status says so. */
    static boolean mayPass(int status) {
        return status >= 500 || status == 408 || status == 429;
    }
}
