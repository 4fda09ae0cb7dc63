package org.firstbell.e2e.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.e2e.delivery.ScriptedReceiver.Behaviour.refusal;
import static org.firstbell.e2e.delivery.ScriptedReceiver.Behaviour.status;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.firstbell.e2e.client.KeycloakAdmin;
import org.firstbell.e2e.delivery.ScriptedReceiver.Behaviour;
import org.firstbell.e2e.story.EndToEnd;
import org.firstbell.e2e.system.FirstbellSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an administrator sees of the deliveries, and can do about them. */
@EndToEnd
@Execution(ExecutionMode.CONCURRENT)
final class DeliveriesResourceIT {

    private static final Behaviour NO = refusal("{\"err\":\"access_denied\"}");

    private final KeycloakAdmin admin;
    private final TellingRealm realm;
    private final ScriptedReceiver receiver = new ScriptedReceiver();

    DeliveriesResourceIT(FirstbellSystem system) {
        admin = system.admin();
        realm = new TellingRealm(admin, Map.of("adminEventsEnabled", true));
    }

    @BeforeEach
    void tell() {
        realm.tell("lms", receiver.uri());
    }

    @AfterEach
    void close() {
        realm.close();
        receiver.close();
    }

    @Test
    void listsWhatIsAskedFor() {
        receiver.next(NO);
        String anna = realm.somebody();
        String bert = realm.somebody();
        realm.touch(anna);
        realm.await("dead", 1);
        realm.touch(bert);
        realm.await("delivered", 1);
        try (ScriptedReceiver other = new ScriptedReceiver()) {
            realm.tell("library", other.uri());
            realm.touch(anna);
            realm.await("delivered", 3);
        }

        assertThat(realm.deliveries("")).hasSize(4);
        assertThat(realm.deliveries("&status=dead")).extracting(this::user).containsExactly(anna);
        assertThat(realm.deliveries("&receiver=library")).extracting(this::user).containsExactly(anna);
        assertThat(realm.deliveries("&userId=" + bert)).extracting(this::user).containsExactly(bert);
        assertThat(realm.deliveries("&receiver=lms&userId=" + anna + "&status=delivered"))
                .hasSize(1);
        assertThat(realm.deliveries("&olderThan=PT0S")).hasSize(4);
        assertThat(realm.deliveries("&olderThan=PT1H")).isEmpty();
    }

    @Test
    void goesFromPageToPage() {
        for (int i = 0; i < 5; i++) {
            realm.touch(realm.somebody());
        }
        JsonNode first = page("?max=3");
        JsonNode second = page("?max=3&cursor=" + first.required("next").textValue());

        assertThat(first.required("deliveries")).hasSize(3);
        assertThat(second.required("deliveries")).hasSize(2);
        assertThat(second.has("next")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status=lost",
                "receiver=nobody",
                "olderThan=yesterday",
                "olderThan=-PT1S",
                "olderThan=P999999D",
                "max=0",
                "max=1001",
                "cursor=x"
            })
    void saysWhatIsWrongWithAQuestion(String question) {
        JsonNode error = admin.get(realm.name() + "/firstbell/deliveries?" + question)
                .expect(400)
                .body();

        assertThat(error.required("errorMessage").textValue()).contains(question.replaceFirst("=.*", ""));
    }

    @Test
    void sendsAllDeadOnesAgain() {
        receiver.next(NO, NO, NO);
        String anna = realm.somebody();
        realm.touch(anna);
        realm.await("dead", 1);
        realm.touch(realm.somebody());
        realm.touch(realm.somebody());
        realm.await("dead", 3);

        assertThat(redelivered("?userId=" + anna)).isEqualTo(1);
        realm.await("delivered", 1);
        assertThat(redelivered("?olderThan=PT1H")).isZero();
        assertThat(redelivered("")).isEqualTo(2);
        realm.await("delivered", 3);
        assertThat(redelivered("")).isZero();
        assertThat(adminEvents())
                .hasSize(2)
                .allSatisfy(event ->
                        assertThat(event.required("operationType").textValue()).isEqualTo("ACTION"));
    }

    @Test
    void sendsOnlyDeadOnesAgain() {
        realm.touch(realm.somebody());
        String id = realm.awaitOnly("delivered").required("id").textValue();

        realm.post("/" + id + "/redeliver").expect(409);
        realm.post("/nothing/redeliver").expect(404);
    }

    @Test
    void forgetsOne() {
        receiver.next(NO);
        realm.touch(realm.somebody());
        String id = realm.awaitOnly("dead").required("id").textValue();

        admin.delete(realm.name() + "/firstbell/deliveries/" + id).expect(204);

        assertThat(realm.deliveries("")).isEmpty();
        assertThat(adminEvents()).hasSize(1).allSatisfy(event -> {
            assertThat(event.required("operationType").textValue()).isEqualTo("DELETE");
            assertThat(event.required("resourceType").textValue()).isEqualTo("FIRSTBELL_DELIVERY");
            assertThat(event.required("resourcePath").textValue()).endsWith("deliveries/" + id);
        });
        admin.delete(realm.name() + "/firstbell/deliveries/" + id).expect(404);
    }

    @Test
    void tellsWhenItTriesAgainAndWhy() {
        receiver.next(status("503 Service Unavailable", "Retry-After: 3600"));
        realm.touch(realm.somebody());
        receiver.await(1);

        JsonNode delivery = realm.awaitOnly("due");

        assertThat(delivery.required("attempts").intValue()).isEqualTo(1);
        assertThat(delivery.required("lastError").textValue()).isEqualTo("HTTP 503");
        assertThat(Instant.parse(delivery.required("nextAttemptAt").textValue()))
                .isBetween(Instant.now().plusSeconds(3_500), Instant.now().plusSeconds(3_700));
        assertThat(delivery.required("receiver").textValue()).isEqualTo("lms");
        assertThat(delivery.required("type").textValue()).endsWith("identifier-changed");
    }

    private int redelivered(String query) {
        return realm.post("/redeliver" + query)
                .expect(200)
                .body()
                .required("redelivered")
                .intValue();
    }

    /** Keycloak's own filter for types knows only its own ones. */
    private List<JsonNode> adminEvents() {
        List<JsonNode> events = new ArrayList<>();
        for (JsonNode event :
                admin.get(realm.name() + "/admin-events?max=100").expect(200).body()) {
            if (event.required("resourceType").textValue().equals("FIRSTBELL_DELIVERY")) {
                events.add(event);
            }
        }
        return events;
    }

    private JsonNode page(String query) {
        return admin.get(realm.name() + "/firstbell/deliveries" + query)
                .expect(200)
                .body();
    }

    private String user(JsonNode delivery) {
        return delivery.required("userId").textValue();
    }
}
