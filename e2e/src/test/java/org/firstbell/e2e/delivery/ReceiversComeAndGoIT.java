package org.firstbell.e2e.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.e2e.delivery.ScriptedReceiver.Behaviour.refusal;

import java.util.List;
import java.util.Map;
import org.firstbell.e2e.client.KeycloakAdmin;
import org.firstbell.e2e.delivery.ScriptedReceiver.Push;
import org.firstbell.e2e.story.EndToEnd;
import org.firstbell.e2e.system.FirstbellSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Clients, users, realms and keys that change while deliveries wait. */
@EndToEnd
@Execution(ExecutionMode.CONCURRENT)
final class ReceiversComeAndGoIT {

    private final FirstbellSystem system;
    private final KeycloakAdmin admin;
    private final TellingRealm realm;
    private final ScriptedReceiver receiver = new ScriptedReceiver();

    ReceiversComeAndGoIT(FirstbellSystem system) {
        this.system = system;
        admin = system.admin();
        realm = new TellingRealm(admin);
    }

    @AfterEach
    void close() {
        realm.close();
        receiver.close();
    }

    @Test
    void everyReceiverIsToldOnItsOwn() {
        try (ScriptedReceiver library = new ScriptedReceiver()) {
            realm.tell("lms", receiver.uri());
            realm.tell("library", library.uri());
            realm.touch(realm.somebody());

            Push one = receiver.await(1).get(0);
            Push other = library.await(1).get(0);

            assertThat(one.jti()).isNotEqualTo(other.jti());
            assertThat(one.claims().required("txn")).isEqualTo(other.claims().required("txn"));
            assertThat(one.claims().required("aud").textValue()).isEqualTo("lms");
            assertThat(other.claims().required("aud").textValue()).isEqualTo("library");
            realm.await("delivered", 2);
        }
    }

    @Test
    void aDisabledClientsDeliveriesWaitForIt() {
        realm.tell("lms", receiver.uri());
        realm.changeClient("lms", "enabled", false);
        realm.touch(realm.somebody());
        try (ScriptedReceiver other = new ScriptedReceiver()) {
            realm.tell("library", other.uri());
            realm.touch(realm.somebody());
            other.await(1);
        }
        assertThat(receiver.pushes()).isEmpty();
        assertThat(realm.deliveries("&receiver=lms&status=due")).hasSize(2);

        realm.changeClient("lms", "enabled", true);

        receiver.await(2);
        realm.await("delivered", 3);
    }

    @Test
    void aClientThatIsDeletedTakesItsDeliveriesAlong() {
        realm.tell("lms", receiver.next(refusal("{}")).uri());
        realm.touch(realm.somebody());
        realm.await("dead", 1);

        realm.deleteClient("lms");

        assertThat(realm.deliveries("")).isEmpty();
    }

    @Test
    void aUserWhoIsDeletedTakesTheirsAlongButForTheNewsOfIt() {
        realm.tell("lms", receiver.next(refusal("{}")).uri());
        String anna = realm.somebody();
        realm.touch(anna);
        realm.await("dead", 1);
        realm.changeClient("lms", "enabled", false);
        realm.touch(anna);
        realm.delete(anna);
        assertThat(realm.deliveries("")).hasSize(1);

        realm.changeClient("lms", "enabled", true);

        Push push = receiver.await(2).get(1);
        assertThat(push.claims().required("events").fieldNames().next()).endsWith("account-purged");
    }

    @Test
    void aRealmThatIsDeletedTakesItsDeliveriesAlong() throws Exception {
        TellingRealm shortLived = new TellingRealm(admin);
        shortLived.tell("lms", receiver.next(refusal("{}")).uri());
        shortLived.touch(shortLived.somebody());
        String id = shortLived.awaitOnly("dead").required("id").textValue();
        shortLived.close();

        try (var connection = system.keycloak().connectToDatabase();
                var query = connection.prepareStatement("select count(*) from firstbell_delivery where id = ?")) {
            query.setString(1, id);
            try (var result = query.executeQuery()) {
                result.next();
                assertThat(result.getInt(1)).isZero();
            }
        }
    }

    @Test
    void aDeliveryIsSignedWithTheKeyOfTheDayItIsSent() {
        realm.tell("lms", receiver.next(refusal("{}")).uri());
        realm.touch(realm.somebody());
        Push before = receiver.await(1).get(0);
        realm.await("dead", 1);
        admin.post(
                        realm.name() + "/components",
                        Map.of(
                                "name", "newer",
                                "providerId", "rsa-generated",
                                "providerType", "org.keycloak.keys.KeyProvider",
                                "config", Map.of("priority", List.of("200"))))
                .expect(201);
        realm.post("/redeliver").expect(200);

        Push after = receiver.await(2).get(1);

        assertThat(kid(after)).isNotEqualTo(kid(before)).isEqualTo(activeKey("RS256"));
        assertThat(after.jti()).isEqualTo(before.jti());
        SignedEvents.of(system.keycloak().realm(realm.name())).verify(after.token(), "RS256");
    }

    @Test
    void aRealmMaySignWithEllipticCurves() {
        admin.post(
                        realm.name() + "/components",
                        Map.of(
                                "name", "curve",
                                "providerId", "ecdsa-generated",
                                "providerType", "org.keycloak.keys.KeyProvider",
                                "config", Map.of("ecdsaEllipticCurveKey", List.of("P-256"))))
                .expect(201);
        realm.change(Map.of("defaultSignatureAlgorithm", "ES256"));
        realm.tell("lms", receiver.uri());
        realm.touch(realm.somebody());

        Push push = receiver.await(1).get(0);

        assertThat(push.header().required("alg").textValue()).isEqualTo("ES256");
        SignedEvents.of(system.keycloak().realm(realm.name())).verify(push.token(), "ES256");
    }

    @Test
    void theTraceOfTheRequestGoesOnAtTheReceiver() {
        // Of those that Keycloak traces here, by its second half.
        String trace = "4bf92f3577b34da60000000000000001";
        String parent = "00-" + trace + "-00f067aa0ba902b7-01";
        realm.tell("lms", receiver.uri());
        String anna = realm.somebody();
        admin.put(realm.name() + "/users/" + anna, Map.of("emailVerified", true), Map.of("traceparent", parent))
                .expect(204);
        assertThat(receiver.await(1).get(0).headers().get("traceparent")).matches("00-" + trace + "-[0-9a-f]{16}-01");

        admin.put(realm.name() + "/users/" + anna, Map.of("emailVerified", true), Map.of("traceparent", "00-nonsense"))
                .expect(204);
        assertThat(receiver.await(2).get(1).headers().get("traceparent"))
                .doesNotContain(trace)
                .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00");
    }

    private String kid(Push push) {
        return push.header().required("kid").textValue();
    }

    private String activeKey(String algorithm) {
        return admin.get(realm.name() + "/keys")
                .expect(200)
                .body()
                .required("active")
                .required(algorithm)
                .textValue();
    }
}
