package org.firstbell.lms.event;

import static org.firstbell.lms.event.EventRefusedException.Reason.ACCESS_DENIED;
import static org.firstbell.lms.event.EventRefusedException.Reason.AUTHENTICATION_FAILED;
import static org.firstbell.lms.event.EventRefusedException.Reason.INVALID_AUDIENCE;
import static org.firstbell.lms.event.EventRefusedException.Reason.INVALID_ISSUER;
import static org.firstbell.lms.event.EventRefusedException.Reason.INVALID_KEY;
import static org.firstbell.lms.event.EventRefusedException.Reason.INVALID_REQUEST;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.firstbell.lms.person.SubjectId;
import org.firstbell.lms.realm.KeycloakUnavailableException;
import org.firstbell.lms.realm.Realm;
import org.firstbell.lms.realm.RealmKeys;
import org.firstbell.lms.realm.SignatureAlgorithms;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.InvalidAlgorithmException;
import org.jose4j.lang.InvalidKeyException;
import org.jose4j.lang.JoseException;

/**
 * Believes a token if the realm signed it, for us, lately, as a security event about one of its users.
 *
 * <p>Nothing inside the token is looked at before its signature is known to be good.
 */
@Singleton
final class SecurityEventVerifier {

    /** Bytes of a token; the longest of ours has about 2,000. */
    static final int MAX_LENGTH = 64 * 1024;

    private static final int MAX_ID_LENGTH = 255;

    /** The end of the year 9999. */
    private static final long LAST_SECOND = 253_402_300_799L;

    /** What no database stores as text. */
    private static final Pattern UNFIT = Pattern.compile("[\\p{Cc}\\p{Cs}]");

    /** RFC 8417 section 2.3 and RFC 7515 section 4.1.9: with the prefix and without it mean the same. */
    private static final Set<String> TYPES = Set.of("secevent+jwt", "application/secevent+jwt");

    private final Realm realm;
    private final RealmKeys keys;
    private final EventConfig config;
    private final ObjectMapper json;
    private final Clock clock;

    SecurityEventVerifier(Realm realm, RealmKeys keys, EventConfig config, ObjectMapper json, Clock clock) {
        this.realm = realm;
        this.keys = keys;
        this.config = config;
        this.json = json;
        this.clock = clock;
    }

    /**
     * @param token a compact JWS, of no more than {@link #MAX_LENGTH} characters
     * @throws EventRefusedException if it must not be believed
     * @throws KeycloakUnavailableException if it cannot be judged now
     */
    SecurityEvent verify(String token) throws EventRefusedException {
        JsonNode claims = claims(token);
        checkIssuer(claims);
        checkAudience(claims);
        checkAge(claims);
        Map.Entry<String, JsonNode> event = event(claims);
        return new SecurityEvent(id(claims), event.getKey(), subject(claims), occurredAt(claims), event.getValue());
    }

    private JsonNode claims(String token) throws EventRefusedException {
        try {
            JsonWebSignature signed = new JsonWebSignature();
            signed.setAlgorithmConstraints(SignatureAlgorithms.ASYMMETRIC);
            signed.setCompactSerialization(token.strip());
            if (!TYPES.contains(String.valueOf(signed.getHeader("typ")).toLowerCase(Locale.ROOT))) {
                throw new EventRefusedException(INVALID_REQUEST, "The token is not of the type secevent+jwt.");
            }
            signed.setKey(key(signed));
            if (!signed.verifySignature()) {
                throw new EventRefusedException(AUTHENTICATION_FAILED, "The signature is not the realm's.");
            }
            JsonNode claims = json.readTree(signed.getPayload());
            if (!claims.isObject()) {
                throw new EventRefusedException(INVALID_REQUEST, "The token has no claims.");
            }
            return claims;
        } catch (InvalidAlgorithmException | InvalidKeyException e) {
            throw new EventRefusedException(INVALID_KEY, "The token's algorithm and key do not go together here.", e);
        } catch (JoseException | JsonProcessingException e) {
            throw new EventRefusedException(INVALID_REQUEST, "The token cannot be read.", e);
        }
    }

    private PublicKey key(JsonWebSignature signed) throws EventRefusedException, InvalidAlgorithmException {
        String algorithm = signed.getAlgorithmHeaderValue();
        SignatureAlgorithms.ASYMMETRIC.checkConstraint(algorithm);
        return keys.find(signed.getKeyIdHeaderValue(), algorithm)
                .orElseThrow(() -> new EventRefusedException(INVALID_KEY, "The realm has no such key."));
    }

    private void checkIssuer(JsonNode claims) throws EventRefusedException {
        if (!realm.issuer().equals(text(claims, "iss"))) {
            throw new EventRefusedException(INVALID_ISSUER, "The issuer is not this service's realm.");
        }
    }

    private void checkAudience(JsonNode claims) throws EventRefusedException {
        JsonNode audience = claims.path("aud");
        for (JsonNode one : audience.isArray() ? audience : List.of(audience)) {
            if (one.isTextual() && one.textValue().equals(realm.audience())) {
                return;
            }
        }
        throw new EventRefusedException(INVALID_AUDIENCE, "The token is meant for somebody else.");
    }

    private void checkAge(JsonNode claims) throws EventRefusedException {
        Instant issuedAt = instant(claims, "iat");
        Instant now = clock.instant();
        if (issuedAt.isAfter(now.plus(config.clockSkew()))) {
            throw new EventRefusedException(INVALID_REQUEST, "The token was issued in the future.");
        }
        if (issuedAt.isBefore(now.minus(config.maxAge()))) {
            throw new EventRefusedException(INVALID_REQUEST, "The token is too old.");
        }
    }

    private static String id(JsonNode claims) throws EventRefusedException {
        String id = text(claims, "jti");
        if (id.isEmpty() || id.length() > MAX_ID_LENGTH || UNFIT.matcher(id).find()) {
            throw new EventRefusedException(INVALID_REQUEST, "The jti is not usable.");
        }
        return id;
    }

    private UUID subject(JsonNode claims) throws EventRefusedException {
        JsonNode subject = claims.path("sub_id");
        if (!"iss_sub".equals(text(subject, "format"))) {
            throw new EventRefusedException(INVALID_REQUEST, "The sub_id does not name a user of the realm.");
        }
        if (!realm.issuer().equals(text(subject, "iss"))) {
            throw new EventRefusedException(ACCESS_DENIED, "The realm does not speak for users of other issuers.");
        }
        return SubjectId.parse(text(subject, "sub"))
                .orElseThrow(() ->
                        new EventRefusedException(INVALID_REQUEST, "The sub_id does not name a user of the realm."));
    }

    /** When a sender does not tell when the event occurred, it did not occur later than it was told. */
    private static Instant occurredAt(JsonNode claims) throws EventRefusedException {
        return instant(claims, claims.has("toe") ? "toe" : "iat");
    }

    private static Map.Entry<String, JsonNode> event(JsonNode claims) throws EventRefusedException {
        JsonNode events = claims.path("events");
        if (!events.isObject() || events.size() != 1) {
            throw new EventRefusedException(INVALID_REQUEST, "The token does not hold exactly one event.");
        }
        Map.Entry<String, JsonNode> event = events.properties().iterator().next();
        if (!event.getValue().isObject() || UNFIT.matcher(event.getKey()).find()) {
            throw new EventRefusedException(INVALID_REQUEST, "The event is not usable.");
        }
        return event;
    }

    /** RFC 7519 section 2, NumericDate. */
    private static Instant instant(JsonNode claims, String name) throws EventRefusedException {
        JsonNode seconds = claims.path(name);
        if (!seconds.isNumber() || !seconds.canConvertToLong() || Math.abs(seconds.longValue()) > LAST_SECOND) {
            throw new EventRefusedException(INVALID_REQUEST, "The token has no usable " + name + ".");
        }
        return Instant.ofEpochSecond(seconds.longValue());
    }

    private static String text(JsonNode object, String name) {
        return object.path(name).textValue() == null ? "" : object.path(name).textValue();
    }
}
