package org.firstbell.lms.realm;

import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.security.Key;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.jwt.Claims;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.jwt.consumer.Validator;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * Accepts the realm's access tokens that are meant for this service.
 *
 * <p>In place of SmallRye's own factory, so that tokens and events share one set of keys, and Keycloak being away is told
 * apart from a token being wrong.
 */
@Alternative
@Priority(1)
@ApplicationScoped
public class RealmTokens extends JWTCallerPrincipalFactory {

    private static final int CLOCK_SKEW_SECONDS = 30;

    /** Keycloak says with the claim {@code typ} what a token is for; ID, refresh and logout tokens have the same key. */
    private static final String ACCESS_TOKEN = "Bearer";

    private final RealmKeys keys;
    private final JwtConsumer consumer;

    RealmTokens(Realm realm, RealmKeys keys) {
        this.keys = keys;
        this.consumer = new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(SignatureAlgorithms.ASYMMETRIC)
                .setVerificationKeyResolver(this::keyFor)
                .setExpectedIssuer(realm.issuer())
                .setExpectedAudience(realm.audience())
                .setRequireExpirationTime()
                .setRequireIssuedAt()
                .setRequireSubject()
                .setAllowedClockSkewInSeconds(CLOCK_SKEW_SECONDS)
                .registerValidator((Validator) RealmTokens::whyNoAccessToken)
                .build();
    }

    @Override
    public JWTCallerPrincipal parse(String token, JWTAuthContextInfo unused) throws ParseException {
        try {
            JwtClaims claims = consumer.processToClaims(token);
            claims.setStringListClaim(Claims.groups.name(), realmRoles(claims));
            return new DefaultJWTCallerPrincipal(claims);
        } catch (InvalidJwtException e) {
            if (e.getCause() instanceof KeycloakUnavailableException unavailable) {
                throw unavailable;
            }
            throw new ParseException("token refused", e);
        }
    }

    private static String whyNoAccessToken(JwtContext context) {
        return ACCESS_TOKEN.equals(context.getJwtClaims().getClaimValue("typ")) ? null : "not an access token";
    }

    private Key keyFor(JsonWebSignature jws, List<JsonWebStructure> nesting) throws UnresolvableKeyException {
        return keys.find(jws.getKeyIdHeaderValue(), jws.getAlgorithmHeaderValue())
                .orElseThrow(() -> new UnresolvableKeyException("no such key"));
    }

    /** Roles of the realm only: a client's role of the same name means something else. */
    private static List<String> realmRoles(JwtClaims claims) {
        if (claims.getClaimValue("realm_access") instanceof Map<?, ?> access
                && access.get("roles") instanceof List<?> roles) {
            return roles.stream()
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .toList();
        }
        return List.of();
    }
}
