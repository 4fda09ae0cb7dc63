package org.firstbell.keycloak.claim;

import static java.util.Objects.requireNonNullElse;

import java.util.Map;
import java.util.Optional;
import org.firstbell.address.AddressRule;
import org.firstbell.keycloak.claim.BrokeredIdentity.EmailVerified;
import org.firstbell.keycloak.claim.BrokeredIdentity.IdTokenClaims;
import org.keycloak.representations.IDToken;
import org.keycloak.representations.JsonWebToken;

/** Reads what a validated ID token says about the address; what is no text is not there. */
final class IdTokenReader {

    private final AddressRule rule;

    IdTokenReader(AddressRule rule) {
        this.rule = rule;
    }

    IdTokenClaims read(JsonWebToken idToken) {
        Map<String, Object> claims = requireNonNullElse(idToken.getOtherClaims(), Map.of());
        return new IdTokenClaims(
                text(claims.get(IDToken.EMAIL)).flatMap(rule::tryParse),
                EmailVerified.of(claims.get(IDToken.EMAIL_VERIFIED)),
                text(claims.get("hd")));
    }

    private static Optional<String> text(Object claim) {
        return claim instanceof String text ? Optional.of(text) : Optional.empty();
    }
}
