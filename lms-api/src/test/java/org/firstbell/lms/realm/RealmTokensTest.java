package org.firstbell.lms.realm;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.firstbell.lms.testing.Api;
import org.firstbell.lms.testing.Api.Answer;
import org.firstbell.lms.testing.LmsTest;
import org.firstbell.lms.testing.Someone;
import org.firstbell.lms.testing.TestEvent;
import org.firstbell.lms.testing.TestRealm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@LmsTest
class RealmTokensTest {

    TestRealm realm;

    private final Someone someone = Someone.teacher();

    @AfterEach
    void keysAreBack() {
        realm.keysAvailable(true);
    }

    @Nested
    class Refuses {

        @Test
        void nobodyAtAll() {
            assertRefused(Api.anonymously(realm).get("/api/me"));
        }

        @Test
        void whatIsNoToken() {
            assertRefused(with("x"));
            assertRefused(with("a.b.c"));
        }

        @Test
        void aKeyThatIsNotTheRealms() {
            assertRefused(with(someone.token(realm, TestRealm.newRsaKey(), claims -> claims)));
        }

        @Test
        void aKeyThatOnlyBearsTheNameOfOneOfTheRealms() throws Exception {
            RSAKey forged = new RSAKey.Builder(TestRealm.newRsaKey())
                    .keyID(realm.activeKey().getKeyID())
                    .build();

            assertRefused(with(someone.token(realm, forged, claims -> claims)));
        }

        @Test
        void anotherRealm() {
            assertRefused(changed(claims -> claims.issuer(realm.issuer() + "2")));
        }

        @Test
        void anotherAudience() {
            assertRefused(changed(claims -> claims.audience("account")));
            assertRefused(changed(claims -> claims.audience((String) null)));
        }

        @Test
        void oneThatHasExpiredOrNeverDoes() {
            assertRefused(changed(
                    claims -> claims.expirationTime(Date.from(Instant.now().minus(Duration.ofMinutes(1))))));
            assertRefused(changed(claims -> claims.expirationTime(null)));
        }

        @Test
        void oneThatIsNotForAccess() {
            assertRefused(changed(claims -> claims.claim("typ", "ID")));
            assertRefused(changed(claims -> claims.claim("typ", null)));
            assertRefused(with(TestEvent.firstBrokerLogin(someone).token(realm)));
        }

        @Test
        void oneForNoUserOfTheRealm() {
            assertRefused(changed(claims -> claims.subject("somebody")));
            assertRefused(changed(claims -> claims.subject(null)));
        }

        @Test
        void noSignatureAndASharedSecret() throws Exception {
            JWTClaimsSet claims = SignedJWT.parse(someone.token(realm)).getJWTClaimsSet();
            SignedJWT shared = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256)
                            .keyID(realm.activeKey().getKeyID())
                            .build(),
                    claims);
            shared.sign(new MACSigner(realm.activeKey().toRSAPublicKey().getEncoded()));

            assertRefused(with(new PlainJWT(claims).serialize()));
            assertRefused(with(shared.serialize()));
        }

        private Answer changed(UnaryOperator<JWTClaimsSet.Builder> change) {
            return with(someone.token(realm, realm.activeKey(), change));
        }

        private void assertRefused(Answer answer) {
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.problem()).isEqualTo("not-signed-in");
            assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
            assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        }
    }

    @Test
    void takesNoRoleOfAClientForOneOfTheRealm() {
        String token = Someone.anybody()
                .token(
                        realm,
                        realm.activeKey(),
                        claims -> claims.claim("resource_access", Map.of("lms-api", Map.of("roles", "teacher")))
                                .claim("groups", "teacher"));

        assertThat(with(token).status()).isEqualTo(200);
        assertThat(Api.withToken(token, realm).get("/api/people").status()).isEqualTo(403);
    }

    @Test
    void knowsAnEllipticCurveAndARotatedKey() {
        ECKey key = TestRealm.newEcKey();
        realm.publish(key);
        assertThat(with(someone.token(realm, key, claims -> claims)).status()).isEqualTo(200);

        realm.rotateKey();
        assertThat(with(someone.token(realm)).status()).isEqualTo(200);
    }

    @Nested
    class WhenTheRealmIsAway {

        @Test
        void goesOnWithTheKeysItHas() {
            with(someone.token(realm));
            realm.keysAvailable(false);

            assertThat(with(someone.token(realm)).status()).isEqualTo(200);
        }

        @Test
        void asksToComeBackWithAKeyItDoesNotKnow() {
            realm.rotateKey();
            realm.keysAvailable(false);

            Answer meanwhile = with(someone.token(realm));
            assertThat(meanwhile.status()).isEqualTo(503);
            assertThat(meanwhile.problem()).isEqualTo("keycloak-unavailable");

            realm.keysAvailable(true);
            assertThat(with(someone.token(realm)).status()).isEqualTo(200);
        }
    }

    private Answer with(String token) {
        return Api.withToken(token, realm).get("/api/me");
    }
}
