package org.firstbell.keycloak.claim;

import java.util.Locale;

/** What becomes of a first login: the claim, nothing at all, or a denial and its reason. */
enum ClaimDecision {
    /** The identity takes the placeholder over. */
    CLAIM,
    /** There is no placeholder under this address; the school's own flow goes on. */
    NOT_OURS,

    PROVIDER_DISABLED,
    /** A setting of the execution cannot be right; the server's log says which. */
    MISCONFIGURED,
    /** The placeholder waits for somebody who comes through another identity provider. */
    OTHER_PROVIDER,
    /** The account was a placeholder and has been put to use since: linked, or given a credential. */
    ACCOUNT_IN_USE,
    /** The address Keycloak took over is not the one the ID token speaks about, or was typed by the person. */
    EMAIL_MISMATCH,
    EMAIL_NOT_VERIFIED,
    HOSTED_DOMAIN;

    /** The reason as it stands in error events: for administrators to search for. */
    String reason() {
        return name().toLowerCase(Locale.ROOT);
    }
}
