package org.firstbell.keycloak.delivery;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.UUID;
import org.keycloak.crypto.Algorithm;
import org.keycloak.crypto.AsymmetricSignatureSignerContext;
import org.keycloak.crypto.KeyType;
import org.keycloak.crypto.KeyUse;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.crypto.SignatureSignerContext;
import org.keycloak.jose.jws.JWSBuilder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** For JMH: an event signed as {@link SecurityEventTokens} has it signed, with a key as realms have by default. */
@State(Scope.Benchmark)
public class TokenSigning {

    private final String subject = UUID.randomUUID().toString();
    private final Map<String, Object> claims = Map.of(
            "iss",
            "https://keycloak.example/realms/school",
            "aud",
            "lms-api",
            "iat",
            1_795_000_000L,
            "toe",
            1_795_000_000L,
            "jti",
            UUID.randomUUID().toString(),
            "txn",
            UUID.randomUUID().toString(),
            "sub_id",
            Map.of("format", "iss_sub", "iss", "https://keycloak.example/realms/school", "sub", subject),
            "events",
            Map.of(
                    "https://firstbell.org/events/first-broker-login",
                    Map.of(
                            "outcome", "claimed",
                            "identity_provider", "google",
                            "email", "newcomer@school.example",
                            "email_verified", true,
                            "given_name", "New",
                            "family_name", "Comer")));

    private SignatureSignerContext signer;

    @Setup
    public void makeAKey() throws NoSuchAlgorithmException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        KeyWrapper key = new KeyWrapper();
        key.setKid(UUID.randomUUID().toString());
        key.setUse(KeyUse.SIG);
        key.setType(KeyType.RSA);
        key.setAlgorithm(Algorithm.RS256);
        key.setPrivateKey(pair.getPrivate());
        key.setPublicKey(pair.getPublic());
        signer = new AsymmetricSignatureSignerContext(key);
    }

    @Benchmark
    public String tokenSigning() {
        return new JWSBuilder().type("secevent+jwt").jsonContent(claims).sign(signer);
    }
}
