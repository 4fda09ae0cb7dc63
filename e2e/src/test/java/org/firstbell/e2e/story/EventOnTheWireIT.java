package org.firstbell.e2e.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.e2e.story.GoogleAccount.aGoogleAccount;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.firstbell.e2e.story.EventReceiver.Delivery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Reads our events with somebody else's implementation of RFC 8417's foundations, Nimbus. */
@EndToEnd
@ResourceLock(School.LOCK)
final class EventOnTheWireIT {

    private static final String CLIENT = "another-lms";
    private static final String TYPE = "https://firstbell.org/events/first-broker-login";

    private final School school;
    private final EventReceiver receiver = new EventReceiver();

    EventOnTheWireIT(School school) {
        this.school = school;
    }

    @BeforeEach
    void registerReceiver() {
        school.admin()
                .post(
                        "school/clients",
                        Map.of(
                                "clientId",
                                CLIENT,
                                "attributes",
                                Map.of("firstbell.events.url", receiver.uri().toString())))
                .expect(201);
    }

    @AfterEach
    void unregisterReceiver() {
        String id = school.admin()
                .get("school/clients?clientId=" + CLIENT)
                .expect(200)
                .body()
                .at("/0/id")
                .textValue();
        school.admin().delete("school/clients/" + id).expect(204);
        receiver.close();
    }

    @Test
    void aboutAClaimIsASignedSecurityEventTokenPushedAsRfc8935Says() throws Exception {
        GoogleAccount account = school.open(aGoogleAccount());
        String user = school.placeholderFor(account);
        Instant before = Instant.now();
        school.arrive(account);

        Delivery delivery = receiver.next();

        assertThat(delivery.method()).isEqualTo("POST");
        assertThat(delivery.contentType()).isEqualTo("application/secevent+jwt");
        JWTClaimsSet claims = verified(delivery.body());
        assertThat(claims.getIssuer()).isEqualTo(school.realm().toString());
        assertThat(claims.getAudience()).containsExactly(CLIENT);
        assertThat(claims.getIssueTime().toInstant()).isBetween(before.minusSeconds(1), Instant.now());
        assertThat(claims.getJWTID()).isNotBlank();
        assertThat(claims.getSubject()).isNull();
        assertThat(claims.getExpirationTime()).isNull();
        assertThat(claims.getJSONObjectClaim("sub_id"))
                .isEqualTo(Map.of("format", "iss_sub", "iss", school.realm().toString(), "sub", user));
        assertThat(claims.getStringClaim("txn")).isNotBlank();
        assertThat(claims.getLongClaim("toe"))
                .isBetween(before.getEpochSecond(), Instant.now().getEpochSecond());
        assertThat(claims.getJSONObjectClaim("events"))
                .isEqualTo(Map.of(
                        TYPE,
                        Map.of(
                                "outcome", "claimed",
                                "identity_provider", "google",
                                "email", account.email(),
                                "email_verified", true,
                                "given_name", "Demo",
                                "family_name", "Newcomer")));
    }

    @Test
    void aboutANewUserIsSentAgainUnderTheSameIdUntilItIsTaken() throws Exception {
        receiver.answerOnce(503);
        school.arrive(school.open(aGoogleAccount()));

        JWTClaimsSet refused = verified(receiver.next().body());
        JWTClaimsSet taken = verified(receiver.next().body());

        assertThat(taken.getJWTID()).isEqualTo(refused.getJWTID());
        assertThat(taken.getJSONObjectClaim("events")).isEqualTo(refused.getJSONObjectClaim("events"));
        assertThat(taken.getJSONObjectClaim("events").toString()).contains("outcome=created");
    }

    private JWTClaimsSet verified(String token) throws Exception {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("secevent+jwt")));
        URI keys = URI.create(school.realm() + "/protocol/openid-connect/certs");
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                JWSAlgorithm.RS256, JWKSourceBuilder.create(keys.toURL()).build()));
        return processor.process(token, null);
    }
}
