package org.firstbell.lms.event;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import java.time.Duration;
import org.firstbell.lms.testing.Api;
import org.firstbell.lms.testing.Database;
import org.firstbell.lms.testing.LmsTest;
import org.firstbell.lms.testing.Someone;
import org.firstbell.lms.testing.TestClock;
import org.firstbell.lms.testing.TestEvent;
import org.firstbell.lms.testing.TestRealm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@LmsTest
class EventInboxTest {

    TestRealm realm;

    @Inject
    EventInbox inbox;

    @Inject
    Database database;

    @Inject
    TestClock clock;

    private final Someone newcomer = Someone.anybody();
    private final TestEvent event = TestEvent.firstBrokerLogin(newcomer);

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void remembersWhatKeycloakMaySendAgain() {
        push();
        clock.putForward(Duration.ofDays(89));
        inbox.trim();

        assertThat(remembered()).isTrue();
    }

    @Test
    void forgetsWhatNobodySendsAnyMoreAndIsNotHarmedIfSomebodyDoes() {
        push();
        clock.putForward(Duration.ofDays(91));
        inbox.trim();
        assertThat(remembered()).isFalse();
        clock.reset();
        push(TestEvent.identifierChanged(newcomer, "renamed-" + newcomer.email()));

        push();

        assertThat(database.text("select email from person where id = ?", newcomer.id()))
                .isEqualTo("renamed-" + newcomer.email());
    }

    private void push() {
        push(event.occurredAt(event.occurredAt().minusSeconds(60)));
    }

    private void push(TestEvent one) {
        assertThat(Api.anonymously(realm).push(one).status()).isEqualTo(202);
    }

    private boolean remembered() {
        return database.number("select count(*) from event_inbox where jti = ?", event.id()) == 1;
    }
}
