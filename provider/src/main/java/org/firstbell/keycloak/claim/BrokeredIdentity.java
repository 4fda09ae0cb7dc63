package org.firstbell.keycloak.claim;

import java.util.Optional;
import org.firstbell.address.EmailAddress;

/**
 * What the identity provider said about the person at the door, reduced to what the claim depends on.
 *
 * @param provider alias of the identity provider
 * @param providerEnabled whether that provider is enabled now
 * @param providerTrustsEmail the provider's setting <i>Trust email</i>
 * @param email the address Keycloak took over, from whichever source
 * @param emailEdited whether the person typed that address themselves, on a <i>Review profile</i> page
 * @param idToken the validated ID token; empty for protocols that have none
 */
record BrokeredIdentity(
        String provider,
        boolean providerEnabled,
        boolean providerTrustsEmail,
        EmailAddress email,
        boolean emailEdited,
        Optional<IdTokenClaims> idToken) {

    /**
     * Whether the ID token speaks about verification and yet does not verify {@link #email}: it says no, says something
     * that is no JSON boolean, or is about another address or none. Keycloak takes the text {@code "true"} for yes, and
     * applies whatever it is to {@code email} (CVE-2026-14781).
     */
    boolean verificationIsMisplaced() {
        return idToken.filter(claims -> claims.emailVerified() != EmailVerified.MISSING)
                .filter(claims -> claims.emailVerified() == EmailVerified.NO
                        || claims.email().filter(email::equals).isEmpty())
                .isPresent();
    }

    /**
     * The claims of a validated ID token that speak about the address.
     *
     * @param email the claim {@code email}; empty when it is missing or no usable address
     * @param emailVerified the claim {@code email_verified}
     * @param hostedDomain Google's claim {@code hd}
     */
    record IdTokenClaims(Optional<EmailAddress> email, EmailVerified emailVerified, Optional<String> hostedDomain) {}

    /** The claim {@code email_verified}, a JSON boolean (OpenID Connect Core 1.0, section 5.1). */
    enum EmailVerified {
        YES,
        /** {@code false}, or anything that is no JSON boolean. */
        NO,
        MISSING;

        /** Reads the claim as Jackson delivers it; text such as {@code "true"} is no boolean and means no. */
        static EmailVerified of(Object claim) {
            if (claim == null) {
                return MISSING;
            }
            return Boolean.TRUE.equals(claim) ? YES : NO;
        }
    }
}
