package org.firstbell.lms.testing;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** A user of the {@link TestRealm}, with tokens as Keycloak makes them. */
public record Someone(UUID id, String email, boolean emailVerified, String name, List<String> roles) {

    public static Someone anybody() {
        UUID id = UUID.randomUUID();
        return new Someone(id, id + "@school.example", true, "Somebody " + id, List.of());
    }

    public static Someone teacher() {
        return anybody().withRoles("teacher");
    }

    public static Someone admin() {
        return anybody().withRoles("lms-admin");
    }

    public Someone withRoles(String... newRoles) {
        return new Someone(id, email, emailVerified, name, List.of(newRoles));
    }

    public Someone withEmail(String newEmail) {
        return new Someone(id, newEmail, emailVerified, name, roles);
    }

    public Someone withName(String newName) {
        return new Someone(id, email, emailVerified, newName, roles);
    }

    public Someone unverified() {
        return new Someone(id, email, false, name, roles);
    }

    public String token(TestRealm realm) {
        return token(realm, realm.activeKey(), claims -> claims);
    }

    public String tokenIssuedAt(TestRealm realm, Instant issuedAt) {
        return token(realm, realm.activeKey(), claims -> claims.issueTime(Date.from(issuedAt)));
    }

    public String token(TestRealm realm, JWK key, UnaryOperator<JWTClaimsSet.Builder> change) {
        Instant now = Instant.now();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(realm.issuer())
                .audience("lms-api")
                .subject(id.toString())
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(Duration.ofMinutes(5))))
                .claim("typ", "Bearer")
                .claim("azp", "lms-web")
                .claim("realm_access", Map.of("roles", roles))
                .claim("email", email)
                .claim("email_verified", emailVerified)
                .claim("name", name);
        return TestRealm.sign(key, "JWT", change.apply(claims).build());
    }
}
