package org.firstbell.lms.event;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.lms.testing.Eventually.eventually;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.PlainHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.firstbell.lms.testing.Api;
import org.firstbell.lms.testing.Api.Answer;
import org.firstbell.lms.testing.Database;
import org.firstbell.lms.testing.DatabaseLine;
import org.firstbell.lms.testing.LmsTest;
import org.firstbell.lms.testing.Someone;
import org.firstbell.lms.testing.TestEvent;
import org.firstbell.lms.testing.TestRealm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

@LmsTest
class EventResourceTest {

    TestRealm realm;
    DatabaseLine line;

    @Inject
    Database database;

    private Api keycloak;
    private final Someone newcomer = Someone.anybody();
    private final TestEvent event = TestEvent.firstBrokerLogin(newcomer);

    @BeforeEach
    void keycloak() {
        keycloak = Api.anonymously(realm);
    }

    @AfterEach
    void everythingIsBack() {
        realm.keysAvailable(true);
        line.restore();
    }

    @Nested
    class Takes {

        @Test
        void anEventOfTheRealmWithoutABody() {
            Answer answer = keycloak.push(event);

            assertThat(answer.status()).isEqualTo(202);
            assertThat(answer.response().body()).isEmpty();
            assertThat(arrived()).isTrue();
        }

        @Test
        void anEventWithoutLookingAtAnyBearerToken() {
            assertThat(Api.withToken("x", realm).push(event).status()).isEqualTo(202);
        }

        @Test
        void theSameOneAgainWithoutDoingAnything() {
            keycloak.push(event);
            Answer again =
                    keycloak.push(event.with("email", "other@school.example").token(realm));

            assertThat(again.status()).isEqualTo(202);
            assertThat(database.text("select email from person where id = ?", newcomer.id()))
                    .isEqualTo(newcomer.email());
        }

        @Test
        void aTypeItDoesNotKnowAndDoesNothing() {
            assertThat(keycloak.push(TestEvent.of("https://school.example/lunch", newcomer.id(), Map.of()))
                            .status())
                    .isEqualTo(202);
            assertThat(arrived()).isFalse();
        }

        @Test
        void anAudienceAmongOthersAndTheTypeWithItsPrefix() {
            String token = event.token(
                    realm,
                    realm.activeKey(),
                    "application/secevent+jwt",
                    claims -> claims.audience(List.of("another", "lms-api")));

            assertThat(keycloak.push(token).status()).isEqualTo(202);
        }

        @Test
        void aContentTypeWithParametersInAnyCase() {
            assertThat(keycloak.send(
                                    "POST",
                                    "/api/events",
                                    "Application/SecEvent+JWT; charset=utf-8",
                                    event.token(realm))
                            .status())
                    .isEqualTo(202);
        }

        @Test
        void anEllipticCurveSignature() {
            ECKey key = TestRealm.newEcKey();
            realm.publish(key);

            assertThat(keycloak.push(event.token(realm, key, "secevent+jwt", claims -> claims))
                            .status())
                    .isEqualTo(202);
        }

        @Test
        void aKeyThatTheRealmHasJustRotatedTo() {
            keycloak.push(TestEvent.firstBrokerLogin(Someone.anybody()));
            realm.rotateKey();

            assertThat(keycloak.push(event).status()).isEqualTo(202);
        }

        @Test
        void anEventThatWasLongOnItsWay() {
            assertThat(keycloak.push(event.token(realm, issuedAt(Duration.ofDays(-3))))
                            .status())
                    .isEqualTo(202);
        }

        @Test
        void anEventWhileTheRealmIsAwayIfItsKeyIsKnown() {
            keycloak.push(TestEvent.firstBrokerLogin(Someone.anybody()));
            realm.keysAvailable(false);

            assertThat(keycloak.push(event).status()).isEqualTo(202);
        }
    }

    @Nested
    class Refuses {

        @Test
        void aKeyThatIsNotTheRealms() {
            assertRefused(event.token(realm, TestRealm.newRsaKey(), "secevent+jwt", claims -> claims), "invalid_key");
        }

        @Test
        void aKeyThatOnlyBearsTheNameOfOneOfTheRealms() throws Exception {
            RSAKey forged = new RSAKey.Builder(TestRealm.newRsaKey())
                    .keyID(realm.activeKey().getKeyID())
                    .build();

            assertRefused(event.token(realm, forged, "secevent+jwt", claims -> claims), "authentication_failed");
        }

        @Test
        void anythingChangedAfterwards() {
            String[] genuine = event.token(realm).split("\\.", -1);
            String[] other =
                    TestEvent.firstBrokerLogin(Someone.anybody()).token(realm).split("\\.", -1);

            assertRefused(genuine[0] + "." + other[1] + "." + genuine[2], "authentication_failed");
        }

        @Test
        void noSignature() {
            JWTClaimsSet claims =
                    new JWTClaimsSet.Builder().issuer(realm.issuer()).build();
            PlainHeader header = new PlainHeader.Builder()
                    .type(new JOSEObjectType("secevent+jwt"))
                    .build();

            assertRefused(new PlainJWT(header, claims).serialize(), "invalid_key");
        }

        @Test
        void aSharedSecretMadeOfThePublicKey() throws Exception {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256)
                            .type(new JOSEObjectType("secevent+jwt"))
                            .keyID(realm.activeKey().getKeyID())
                            .build(),
                    new JWTClaimsSet.Builder().issuer(realm.issuer()).build());
            token.sign(new MACSigner(realm.activeKey().toRSAPublicKey().getEncoded()));

            assertRefused(token.serialize(), "invalid_key");
        }

        @Test
        void anotherTypeOfToken() {
            assertRefused(event.token(realm, realm.activeKey(), "JWT", claims -> claims), "invalid_request");
            assertRefused(event.token(realm, realm.activeKey(), null, claims -> claims), "invalid_request");
            assertRefused(newcomer.token(realm), "invalid_request");
        }

        @Test
        void anotherIssuer() {
            assertRefused(event.token(realm, claims -> claims.issuer(realm.issuer() + "2")), "invalid_issuer");
            assertRefused(event.token(realm, claims -> claims.issuer(null)), "invalid_issuer");
        }

        @Test
        void anotherAudience() {
            assertRefused(event.token(realm, claims -> claims.audience("another")), "invalid_audience");
            assertRefused(event.token(realm, claims -> claims.audience((String) null)), "invalid_audience");
        }

        @Test
        void oneIssuedTooLongAgoOrInTheFuture() {
            assertRefused(event.token(realm, issuedAt(Duration.ofDays(-5))), "invalid_request");
            assertRefused(event.token(realm, issuedAt(Duration.ofMinutes(5))), "invalid_request");
            assertRefused(event.token(realm, claims -> claims.issueTime(null)), "invalid_request");
            assertRefused(event.token(realm, claims -> claims.claim("iat", "now")), "invalid_request");
        }

        @Test
        void oneWithoutAnIdThatCanBeKept() {
            assertRefused(event.token(realm, claims -> claims.jwtID(null)), "invalid_request");
            assertRefused(event.token(realm, claims -> claims.jwtID("")), "invalid_request");
            assertRefused(event.token(realm, claims -> claims.jwtID("a\u0000b")), "invalid_request");
            assertRefused(event.token(realm, claims -> claims.jwtID("x".repeat(256))), "invalid_request");
        }

        @Test
        void oneAboutNobodyOfTheRealm() {
            assertRefused(event.token(realm, subject(null)), "invalid_request");
            assertRefused(
                    event.token(realm, subject(Map.of("format", "email", "email", "a@b.example"))), "invalid_request");
            assertRefused(
                    event.token(realm, subject(Map.of("format", "iss_sub", "iss", realm.issuer(), "sub", "1-1-1-1-1"))),
                    "invalid_request");
        }

        @Test
        void oneAboutSomebodyElsesUser() {
            String user = newcomer.id().toString();
            assertRefused(
                    event.token(realm, subject(Map.of("format", "iss_sub", "iss", "https://x.example", "sub", user))),
                    "access_denied");
            assertRefused(event.token(realm, subject(Map.of("format", "iss_sub", "sub", user))), "access_denied");
        }

        @Test
        void oneWithoutExactlyOneEvent() {
            assertRefused(event.token(realm, events(null)), "invalid_request");
            assertRefused(event.token(realm, events(Map.of())), "invalid_request");
            assertRefused(event.token(realm, events(List.of("x"))), "invalid_request");
            assertRefused(event.token(realm, events(Map.of("a", Map.of(), "b", Map.of()))), "invalid_request");
            assertRefused(event.token(realm, events(Map.of(TestEvent.FIRST_BROKER_LOGIN, "x"))), "invalid_request");
        }

        @Test
        void whatIsNoTokenAtAll() {
            String token = event.token(realm);
            assertRefused("", "invalid_request");
            assertRefused("x", "invalid_request");
            assertRefused("a.b.c", "invalid_request");
            assertRefused("..", "invalid_request");
            assertRefused(token.substring(0, token.lastIndexOf('.')), "invalid_request");
            assertRefused(token + "." + token, "invalid_request");
            assertRefused("x".repeat(100_000), "invalid_request");
        }

        @Test
        void aTruncatedSignature() {
            String token = event.token(realm);
            assertRefused(token.substring(0, token.length() - 20), "authentication_failed");
        }

        @ParameterizedTest
        @NullSource
        @ValueSource(strings = {"application/json", "application/secevent+jwt2", "x", ";", "multipart/form-data"})
        void anotherContentType(String contentType) {
            assertRefused(keycloak.send("POST", "/api/events", contentType, event.token(realm)), "invalid_request");
        }

        @ParameterizedTest
        @ValueSource(ints = {65_537, 1_000_000, 5_000_000})
        void aBodyThatIsTooLargeWhetherOrNotItSaysSoBeforehand(int bytes) {
            byte[] body = "x".repeat(bytes).getBytes(US_ASCII);

            assertRefused(send(BodyPublishers.ofByteArray(body)), "invalid_request");
            assertRefused(send(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))), "invalid_request");
        }

        private Answer send(BodyPublisher body) {
            return keycloak.publish("POST", "/api/events", "application/secevent+jwt", body);
        }

        private void assertRefused(String token, String code) {
            assertRefused(keycloak.push(token), code);
        }

        private void assertRefused(Answer answer, String code) {
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.header("Content-Type")).startsWith("application/json");
            assertThat(answer.json().path("err").asText()).isEqualTo(code);
            assertThat(answer.json().path("description").asText()).isNotBlank();
            assertThat(arrived()).isFalse();
        }
    }

    @Test
    void asksToComeBackWhenAKeyCannotBeLookedUpNow() {
        RSAKey key = TestRealm.newRsaKey();
        realm.publish(key);
        realm.keysAvailable(false);

        Answer meanwhile = keycloak.push(event.token(realm, key, "secevent+jwt", claims -> claims));
        assertThat(meanwhile.status()).isEqualTo(503);
        assertThat(meanwhile.problem()).isEqualTo("keycloak-unavailable");
        assertThat(meanwhile.header("Retry-After")).isNotEmpty();

        realm.keysAvailable(true);
        assertThat(keycloak.push(event.token(realm, key, "secevent+jwt", claims -> claims))
                        .status())
                .isEqualTo(202);
    }

    @Test
    void asksToComeBackWhileTheDatabaseIsAway() {
        keycloak.push(TestEvent.firstBrokerLogin(Someone.anybody()));
        // What another test has asked Keycloak for must not hang between the two until its lease is over.
        eventually(
                "nothing is being provisioned",
                () -> database.number("select count(*) from provisioning_request where lease is not null") == 0);
        line.cut();

        Answer meanwhile = keycloak.push(event);
        line.restore();
        assertThat(meanwhile.status()).isEqualTo(503);
        assertThat(meanwhile.problem()).isEqualTo("database-unavailable");
        assertThat(meanwhile.header("Retry-After")).isNotEmpty();

        eventually("taken", () -> keycloak.push(event).status() == 202);
        assertThat(arrived()).isTrue();
    }

    @Nested
    class WhenAnAccountIsPurged {

        @Test
        void endsWhatWasGivenAndForgetsWhoItWas() {
            Someone owner = Someone.teacher();
            Api teacher = Api.as(owner, realm);
            UUID course = teacher.createCourse("Algebra 1");
            teacher.allow(course, newcomer.email(), "manage_events");
            keycloak.push(event);

            assertThat(keycloak.push(TestEvent.accountPurged(newcomer)).status())
                    .isEqualTo(202);

            assertThat(teacher.get("/api/courses/" + course + "/people").json().path("people"))
                    .isEmpty();
            assertThat(teacher.get("/api/people?search=" + newcomer.email())
                            .json()
                            .path("people"))
                    .isEmpty();
            assertThat(database.number("""
                            select count(*) from person
                            where id = ? and purged_at is not null and email is null and name is null
                            """, newcomer.id())).isOne();
            assertThat(database.texts(
                            "select what from grant_history join grant_holder using (grant_id) where person_id = ? order by id",
                            newcomer.id()))
                    .containsExactly("granted", "attached", "ended");
        }

        @Test
        void doesNotLetThemComeBackOnLateNews() {
            keycloak.push(TestEvent.accountPurged(newcomer));

            assertThat(keycloak.push(event).status()).isEqualTo(202);
            assertThat(arrived()).isFalse();
            Answer me = Api.as(newcomer, realm).get("/api/me");
            assertThat(me.status()).isEqualTo(403);
            assertThat(me.problem()).isEqualTo("account-deleted");
        }
    }

    private boolean arrived() {
        return database.number("select count(*) from person where id = ? and email is not null", newcomer.id()) == 1;
    }

    private static UnaryOperator<JWTClaimsSet.Builder> issuedAt(Duration fromNow) {
        return claims -> claims.issueTime(Date.from(Instant.now().plus(fromNow)));
    }

    private static UnaryOperator<JWTClaimsSet.Builder> subject(Object subject) {
        return claims -> claims.claim("sub_id", subject);
    }

    private static UnaryOperator<JWTClaimsSet.Builder> events(Object events) {
        return claims -> claims.claim("events", events);
    }
}
