package org.firstbell.keycloak.placeholder;

import java.util.Optional;
import org.keycloak.models.UserModel;

/**
 * The user attribute that makes a user a placeholder. Its value is the alias of the identity provider that may claim
 * it.
 *
 * <p>The marker is there for exactly as long as nobody is linked: set at creation, removed in the transaction that
 * writes the first link.
 */
public final class PlaceholderMarker {

    /** For administrators only; a realm's user profile declares it so. */
    public static final String ATTRIBUTE = "firstbell.placeholder";

    private PlaceholderMarker() {}

    /** The alias of the identity provider that may claim the user; empty if the user is no placeholder. */
    public static Optional<String> claimableBy(UserModel user) {
        return Optional.ofNullable(user.getFirstAttribute(ATTRIBUTE)).filter(alias -> !alias.isBlank());
    }

    static void mark(UserModel user, String identityProvider) {
        user.setSingleAttribute(ATTRIBUTE, identityProvider);
    }

    /** Makes the placeholder an ordinary user. */
    public static void remove(UserModel user) {
        user.removeAttribute(ATTRIBUTE);
    }
}
