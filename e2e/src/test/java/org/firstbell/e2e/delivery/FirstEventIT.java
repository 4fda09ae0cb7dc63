package org.firstbell.e2e.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.e2e.delivery.ScriptedReceiver.Behaviour.status;
import static org.firstbell.e2e.story.GoogleAccount.aGoogleAccount;

import java.time.Duration;
import java.util.List;
import org.firstbell.e2e.browser.Callback;
import org.firstbell.e2e.delivery.ScriptedReceiver.Push;
import org.firstbell.e2e.story.EndToEnd;
import org.firstbell.e2e.story.GoogleAccount;
import org.firstbell.e2e.story.School;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The event of a first login, for which nothing has to be asked before it is sent. */
@EndToEnd
@Isolated
final class FirstEventIT {

    private final School school;
    private final OutboxTable outbox;
    private final ScriptedReceiver receiver = new ScriptedReceiver();

    FirstEventIT(School school) {
        this.school = school;
        outbox = new OutboxTable(school.system().keycloak());
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void doesNotWaitUntilItIsLeased() {
        GoogleAccount newcomer = school.open(aGoogleAccount());

        List<Push> pushes = school.whileEventsGoTo(
                receiver.uri(),
                () -> outbox.whileNothingIsLeased(() -> {
                    signIn(newcomer);
                    return receiver.await(1);
                }));

        awaitDelivered(newcomer);
        assertThat(pushes).hasSize(1);
    }

    @Test
    void waitsForAReceiverThatAsksToBeLeftAlone() {
        GoogleAccount one = school.open(aGoogleAccount());
        GoogleAccount other = school.open(aGoogleAccount());
        receiver.next(status("429 Too Many Requests", "Retry-After: 10"));

        school.whileEventsGoTo(receiver.uri(), () -> {
            signIn(one);
            Push refused = receiver.await(1).get(0);
            signIn(other);
            Push next = receiver.await(2).get(1);

            assertThat(Duration.between(refused.at(), next.at())).isGreaterThan(Duration.ofMillis(9_900));
            awaitDelivered(one);
            awaitDelivered(other);
            return next;
        });
    }

    private void signIn(GoogleAccount newcomer) {
        assertThat(school.goToGoogleAndBack(newcomer)).isInstanceOf(Callback.class);
    }

    private void awaitDelivered(GoogleAccount newcomer) {
        String user =
                school.account(newcomer.email()).orElseThrow().required("id").textValue();
        School.PATIENCE.await(
                "the event's delivery",
                () -> school.deliveries(user).stream()
                        .filter(it -> it.required("status").textValue().equals("delivered"))
                        .findFirst());
    }
}
