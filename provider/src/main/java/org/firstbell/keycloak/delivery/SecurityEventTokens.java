package org.firstbell.keycloak.delivery;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.firstbell.keycloak.delivery.Receivers.Receiver;
import org.keycloak.crypto.Algorithm;
import org.keycloak.crypto.SignatureProvider;
import org.keycloak.crypto.SignatureSignerContext;
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

    private final KeycloakSession session;

    SecurityEventTokens(KeycloakSession session) {
        this.session = session;
    }

    /**
     * Finds the realm's active key, and leaves the realm in the session's context.
     *
     * @throws RuntimeException if the realm has none for its signature algorithm
     */
    Signer signerFor(Receiver receiver) {
        RealmModel realm = session.realms().getRealm(receiver.id().realm());
        session.getContext().setRealm(realm);
        SignatureSignerContext key =
                session.getProvider(SignatureProvider.class, algorithm(realm)).signer();
        return (row, now) -> {
            String happened = row.claims;
            String jti = row.id;
            return () -> {
                Map<String, Object> claims = claims(happened);
                claims.put("aud", receiver.clientId());
                claims.put("iat", now.getEpochSecond());
                claims.put("jti", jti);
                return new JWSBuilder().type(TYPE).jsonContent(claims).sign(key);
            };
        };
    }

    private static String algorithm(RealmModel realm) {
        String algorithm = realm.getDefaultSignatureAlgorithm();
        return algorithm == null || algorithm.isBlank() ? Algorithm.RS256 : algorithm;
    }

    private static Map<String, Object> claims(String json) {
        try {
            return JsonSerialization.readValue(json, CLAIMS);
        } catch (IOException e) {
            throw new UncheckedIOException("unreadable claims", e);
        }
    }

    /** Signs for one receiver with one key. */
    @FunctionalInterface
    interface Signer {

        /**
         * Takes from the row what it needs; making the token, which takes longer than all of a round, and failing at it,
         * is left to who asks for it, on any thread.
         *
         * @param now the token's {@code iat}
         */
        Supplier<String> token(DeliveryEntity row, Instant now);
    }
}
