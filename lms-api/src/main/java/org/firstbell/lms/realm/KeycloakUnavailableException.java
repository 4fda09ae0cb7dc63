package org.firstbell.lms.realm;

import org.firstbell.lms.explanation.Explanation;
import org.firstbell.lms.explanation.Sentence;

/** Keycloak did not answer, or not usefully; the same request may succeed later. Its message is for logs. */
public final class KeycloakUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Explanation explanation;

    private KeycloakUnavailableException(String message, Explanation explanation, Throwable cause) {
        super(message, cause);
        this.explanation = explanation;
    }

    /** No answer came. */
    static KeycloakUnavailableException unreachable(String message, Throwable cause) {
        return new KeycloakUnavailableException(message, Sentence.KEYCLOAK_UNREACHABLE.plain(), cause);
    }

    /** The answer was a refusal. */
    static KeycloakUnavailableException refused(String what, int status) {
        return new KeycloakUnavailableException(
                what + ": HTTP " + status, Sentence.KEYCLOAK_REFUSED.with("status", status), null);
    }

    /** The answer was none to what was asked. */
    public static KeycloakUnavailableException notUnderstood(String message) {
        return new KeycloakUnavailableException(message, Sentence.KEYCLOAK_NOT_UNDERSTOOD.plain(), null);
    }

    /** For an administrator. */
    public Explanation explanation() {
        return explanation;
    }
}
