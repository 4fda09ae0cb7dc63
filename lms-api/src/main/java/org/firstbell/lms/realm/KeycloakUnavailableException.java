package org.firstbell.lms.realm;

/** Keycloak did not answer, or not usefully; the same request may succeed later. */
public final class KeycloakUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public KeycloakUnavailableException(String message) {
        super(message);
    }

    public KeycloakUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
