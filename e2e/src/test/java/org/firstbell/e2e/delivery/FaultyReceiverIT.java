package org.firstbell.e2e.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.e2e.delivery.ScriptedReceiver.Behaviour.GARBAGE;
import static org.firstbell.e2e.delivery.ScriptedReceiver.Behaviour.NEVER_ENDING;
import static org.firstbell.e2e.delivery.ScriptedReceiver.Behaviour.RESET;
import static org.firstbell.e2e.delivery.ScriptedReceiver.Behaviour.STALL;
import static org.firstbell.e2e.delivery.ScriptedReceiver.Behaviour.refusal;
import static org.firstbell.e2e.delivery.ScriptedReceiver.Behaviour.status;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.firstbell.e2e.delivery.ScriptedReceiver.Behaviour;
import org.firstbell.e2e.delivery.ScriptedReceiver.Push;
import org.firstbell.e2e.story.EndToEnd;
import org.firstbell.e2e.system.FirstbellSystem;
import org.firstbell.e2e.system.LocalPort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a receiver does: the event arrives, once, and nobody else waits for it. */
@EndToEnd
@Execution(ExecutionMode.CONCURRENT)
final class FaultyReceiverIT {

    private final TellingRealm realm;
    private final ScriptedReceiver receiver = new ScriptedReceiver();

    FaultyReceiverIT(FirstbellSystem system) {
        realm = new TellingRealm(system.admin());
    }

    @AfterEach
    void close() {
        realm.close();
        receiver.close();
    }

    static List<Behaviour> failures() {
        return List.of(
                status("500 Internal Server Error"),
                status("503 Service Unavailable", "Retry-After: soon"),
                status("408 Request Timeout"),
                status("302 Found", "Location: /elsewhere"),
                GARBAGE,
                RESET);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void triesAgainUnderTheSameIdUntilTheEventIsTaken(Behaviour failure) {
        realm.tell("lms", receiver.next(failure, failure).uri());
        realm.touch(realm.somebody());

        JsonNode delivery = realm.awaitOnly("delivered");

        assertThat(delivery.required("attempts").intValue()).isEqualTo(3);
        assertThat(receiver.pushes()).extracting(Push::jti).containsExactly(id(delivery), id(delivery), id(delivery));
    }

    @Test
    void triesAgainWhenNobodyAnsweredInTime() {
        realm.tell("lms", receiver.next(STALL).uri());
        realm.touch(realm.somebody());

        JsonNode delivery = realm.awaitOnly("delivered");

        assertThat(delivery.required("attempts").intValue()).isEqualTo(2);
    }

    @Test
    void triesAgainWhenNobodyListensAtFirst() {
        LocalPort port = LocalPort.free();
        realm.tell("lms", port.uri().resolve("/events"));
        realm.touch(realm.somebody());
        assertThat(realm.awaitFailure()).startsWith("HttpHostConnectException");

        realm.changeClient(
                "lms",
                "attributes",
                Map.of("firstbell.events.url", receiver.uri().toString()));

        realm.awaitOnly("delivered");
    }

    @Test
    void waitsAsLongAsTheReceiverAsks() {
        realm.tell(
                "lms",
                receiver.next(status("429 Too Many Requests", "Retry-After: 4")).uri());
        realm.touch(realm.somebody());
        Push refused = receiver.await(1).get(0);
        realm.touch(realm.somebody());

        List<Push> pushes = receiver.await(3);

        assertThat(Duration.between(refused.at(), pushes.get(1).at())).isGreaterThan(Duration.ofMillis(3_900));
        realm.await("delivered", 2);
    }

    @Test
    void keepsWhatIsRefusedUntilSomebodyHasItSentAgain() {
        realm.tell("lms", receiver.next(refusal("{\"err\":\"invalid_key\"}")).uri());
        realm.touch(realm.somebody());

        JsonNode dead = realm.awaitOnly("dead");
        assertThat(dead.required("lastError").textValue()).isEqualTo("HTTP 400 invalid_key");
        assertThat(receiver.pushes()).hasSize(1);

        realm.post("/" + id(dead) + "/redeliver").expect(204);

        realm.awaitOnly("delivered");
        assertThat(receiver.pushes()).extracting(Push::jti).containsExactly(id(dead), id(dead));
    }

    @Test
    void takesAnAnswerThatNeverEndsForWhatItsStatusSays() {
        realm.tell("lms", receiver.next(NEVER_ENDING).uri());
        realm.touch(realm.somebody());

        assertThat(realm.awaitOnly("delivered").required("attempts").intValue()).isEqualTo(1);
    }

    @Test
    void keepsTheOrderOfAUsersEventsAndHoldsUpNobodyElse() {
        realm.tell("lms", receiver.next(status("500 Internal Server Error")).uri());
        String anna = realm.somebody();
        String bert = realm.somebody();
        realm.touch(anna);
        Push first = receiver.await(1).get(0);
        realm.touch(anna);
        realm.touch(bert);

        List<Push> pushes = receiver.await(4);

        assertThat(pushes.get(1).user()).isEqualTo(bert);
        assertThat(pushes.get(2).jti()).isEqualTo(first.jti());
        assertThat(pushes.get(3).user()).isEqualTo(anna);
    }

    @Test
    void letsNoReceiverWaitForAnother() {
        Behaviour[] forever = Collections.nCopies(40, STALL).toArray(Behaviour[]::new);
        realm.tell("stalled", receiver.next(forever).uri());
        try (ScriptedReceiver other = new ScriptedReceiver()) {
            for (int i = 0; i < 30; i++) {
                realm.touch(realm.somebody());
            }
            receiver.await(8);
            realm.tell("lms", other.uri());

            realm.touch(realm.somebody());

            Push push = other.await(1).get(0);
            assertThat(receiver.pushes()).as("pushes to the one that stalls").hasSizeLessThan(31);
            assertThat(push.claims().required("aud").textValue()).isEqualTo("lms");
        }
    }

    private static String id(JsonNode delivery) {
        return delivery.required("id").textValue();
    }
}
