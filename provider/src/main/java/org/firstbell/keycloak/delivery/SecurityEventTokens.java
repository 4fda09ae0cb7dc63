package org.firstbell.keycloak.delivery;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Map;
import org.keycloak.crypto.Algorithm;
import org.keycloak.crypto.SignatureProvider;
import org.keycloak.jose.jws.JWSBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.util.JsonSerialization;

/**
 * Makes signed security event tokens (RFC 8417) of rows of the outbox.
 *
 * <p>A token is made anew for each attempt, with the key that is active then: a receiver finds that key among the
 * realm's published ones however long the row has waited. {@code jti} stays the same.
 */
final class SecurityEventTokens {

    /** RFC 8417 section 2.3: explicit typing, so that no other token of the realm passes for an event. */
    private static final String TYPE = "secevent+jwt";

    private static final TypeReference<Map<String, Object>> CLAIMS = new TypeReference<>() {};

    private final Clock clock;

    SecurityEventTokens(Clock clock) {
        this.clock = clock;
    }

    /**
     * @param session whose context has the realm set
     * @param audience client id of the receiver
     */
    String sign(KeycloakSession session, RealmModel realm, String audience, DeliveryEntity row) {
        Map<String, Object> claims = claims(row);
        claims.put("aud", audience);
        claims.put("iat", clock.instant().getEpochSecond());
        claims.put("jti", row.id);
        return new JWSBuilder()
                .type(TYPE)
                .jsonContent(claims)
                .sign(session.getProvider(SignatureProvider.class, algorithm(realm))
                        .signer());
    }

    private static String algorithm(RealmModel realm) {
        String algorithm = realm.getDefaultSignatureAlgorithm();
        return algorithm == null || algorithm.isBlank() ? Algorithm.RS256 : algorithm;
    }

    private static Map<String, Object> claims(DeliveryEntity row) {
        try {
            return JsonSerialization.readValue(row.claims, CLAIMS);
        } catch (IOException e) {
            throw new UncheckedIOException("delivery " + row.id + ": unreadable claims", e);
        }
    }
}
