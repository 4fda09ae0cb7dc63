package org.firstbell.keycloak.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.firstbell.keycloak.delivery.Receivers.ReceiverId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A table of an earlier version, with deliveries in it. */
final class OutboxUpgradeTest {

    private static final ReceiverId LMS = new ReceiverId("school", "lms");

    /** As the first version writes them. */
    private static final String OLD_ROW = """
            insert into firstbell_delivery (id, realm_id, receiver_id, user_id, event_type, claims, status, attempts,
                created_at, next_attempt_at)
            values ('%s', 'school', 'lms', '%1$s', 'https://firstbell.org/events/first-broker-login', '{}', 'DUE', 0, 0, 0)
            """;

    private final OutboxDatabase database = OutboxDatabase.startAtChange(1);

    @AfterEach
    void stop() {
        database.close();
    }

    @Test
    void keepsItsDeliveriesAndSendsThem() {
        database.execute(OLD_ROW.formatted("from-before"));

        database.upgrade();

        assertThat(due()).singleElement().satisfies(row -> {
            assertThat(row.id).isEqualTo("from-before");
            assertThat(row.traceparent).isNull();
        });
    }

    /** Nodes with the old jar go on while the first new one has started, and after going back. */
    @Test
    void takesWhatAnOldNodeStillWrites() {
        database.upgrade();

        database.execute(OLD_ROW.formatted("from-an-old-node"));

        assertThat(due()).singleElement().satisfies(row -> assertThat(row.id).isEqualTo("from-an-old-node"));
    }

    private List<DeliveryEntity> due() {
        return database.inOutbox(outbox -> outbox.claimDue(LMS, 10, Duration.ofMinutes(1)));
    }
}
