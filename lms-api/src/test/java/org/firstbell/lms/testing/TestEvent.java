package org.firstbell.lms.testing;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** An event as Keycloak pushes it. */
public record TestEvent(String id, String type, UUID userId, Instant occurredAt, Map<String, Object> payload) {

    public static final String FIRST_BROKER_LOGIN = "https://firstbell.org/events/first-broker-login";
    public static final String IDENTIFIER_CHANGED =
            "https://schemas.openid.net/secevent/risc/event-type/identifier-changed";
    public static final String ACCOUNT_PURGED = "https://schemas.openid.net/secevent/risc/event-type/account-purged";

    public static TestEvent firstBrokerLogin(Someone someone) {
        return of(
                FIRST_BROKER_LOGIN,
                someone.id(),
                Map.of(
                        "outcome", "claimed",
                        "identity_provider", "google",
                        "email", someone.email(),
                        "email_verified", someone.emailVerified(),
                        "given_name", "New",
                        "family_name", "Comer"));
    }

    public static TestEvent identifierChanged(Someone someone, String newEmail) {
        return of(IDENTIFIER_CHANGED, someone.id(), Map.of("new-value", newEmail));
    }

    public static TestEvent accountPurged(Someone someone) {
        return of(ACCOUNT_PURGED, someone.id(), Map.of());
    }

    public static TestEvent of(String type, UUID userId, Map<String, Object> payload) {
        return new TestEvent(UUID.randomUUID().toString(), type, userId, Instant.now(), payload);
    }

    public TestEvent occurredAt(Instant instant) {
        return new TestEvent(id, type, userId, instant, payload);
    }

    public TestEvent with(String field, Object value) {
        Map<String, Object> changed = new HashMap<>(payload);
        changed.put(field, value);
        return new TestEvent(id, type, userId, occurredAt, changed);
    }

    public String token(TestRealm realm) {
        return token(realm, realm.activeKey(), "secevent+jwt", claims -> claims);
    }

    public String token(TestRealm realm, UnaryOperator<JWTClaimsSet.Builder> change) {
        return token(realm, realm.activeKey(), "secevent+jwt", change);
    }

    public String token(TestRealm realm, JWK key, String headerType, UnaryOperator<JWTClaimsSet.Builder> change) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(realm.issuer())
                .audience("lms-api")
                .issueTime(Date.from(Instant.now()))
                .jwtID(id)
                .claim("sub_id", Map.of("format", "iss_sub", "iss", realm.issuer(), "sub", userId.toString()))
                .claim("txn", UUID.randomUUID().toString())
                .claim("toe", occurredAt.getEpochSecond())
                .claim("events", Map.of(type, payload));
        return TestRealm.sign(key, headerType, change.apply(claims).build());
    }
}
