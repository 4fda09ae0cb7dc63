package org.firstbell.keycloak.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.firstbell.keycloak.delivery.Outbox.Backlog;
import org.firstbell.keycloak.delivery.Outbox.LeaseId;
import org.firstbell.keycloak.delivery.Outbox.Settlement;
import org.firstbell.keycloak.delivery.Receivers.ReceiverId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private static final ReceiverId LMS = new ReceiverId("school", "lms");
    private static final ReceiverId LIBRARY = new ReceiverId("school", "library");
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final int ALL = 1_000;

    private static OutboxDatabase database;

    @BeforeAll
    static void startDatabase() {
        database = OutboxDatabase.start();
    }

    @AfterAll
    static void stopDatabase() {
        database.close();
    }

    @BeforeEach
    void empty() {
        database.empty();
    }

    @Test
    void tellsTheTimeOfTheDatabase() {
        Instant told = database.inOutbox(Outbox::now);

        assertThat(told).isBetween(Instant.now().minusSeconds(10), Instant.now().plusSeconds(10));
    }

    @Test
    void leasesWhatIsDueOldestFirst() {
        append(LMS, "anna");
        append(LMS, "bert");
        append(LMS, "carl");

        assertThat(lease(LMS, 2)).extracting(row -> row.userId).containsExactly("anna", "bert");
        assertThat(lease(LMS, 2)).extracting(row -> row.userId).containsExactly("carl");
        assertThat(lease(LMS, 2)).isEmpty();
    }

    @Test
    void leasesOneReceiversOnly() {
        append(LMS, "anna");
        append(LIBRARY, "bert");

        assertThat(lease(LIBRARY, ALL)).extracting(row -> row.userId).containsExactly("bert");
    }

    @Test
    void keepsTheOrderOfAUsersEvents() {
        append(LMS, "anna", "first");
        append(LMS, "anna", "second");
        append(LIBRARY, "anna", "elsewhere");

        DeliveryEntity first = onlyOneOf(lease(LMS, ALL));
        assertThat(first.claims).isEqualTo("first");
        assertThat(lease(LMS, ALL)).isEmpty();
        assertThat(onlyOneOf(lease(LIBRARY, ALL)).claims).isEqualTo("elsewhere");

        settle(Settlement.retry(id(first), Duration.ofHours(1), "HTTP 503"));
        assertThat(lease(LMS, ALL)).isEmpty();

        inOutbox(outbox -> outbox.bringForward(LMS));
        settle(Settlement.delivered(id(onlyOneOf(lease(LMS, ALL)))));
        assertThat(onlyOneOf(lease(LMS, ALL)).claims).isEqualTo("second");
    }

    @Test
    void letsADeadEventBeOvertaken() {
        append(LMS, "anna", "first");
        append(LMS, "anna", "second");
        settle(Settlement.dead(id(onlyOneOf(lease(LMS, ALL))), "HTTP 400"));

        assertThat(onlyOneOf(lease(LMS, ALL)).claims).isEqualTo("second");
    }

    @Test
    void triesWhatIsNewBeforeWhatHasFailed() {
        append(LMS, "anna");
        settle(Settlement.retry(id(onlyOneOf(lease(LMS, ALL))), Duration.ZERO, "HTTP 503"));
        append(LMS, "bert");

        assertThat(lease(LMS, 1)).extracting(row -> row.userId).containsExactly("bert");
        assertThat(lease(LMS, 1)).extracting(row -> row.userId).containsExactly("anna");
    }

    @Test
    void leavesToEachNodeWhatTheOtherIsLeasing() {
        append(LMS, "anna");
        append(LMS, "bert");

        database.inOutbox(one -> {
            assertThat(one.claimDue(LMS, 1, LEASE))
                    .extracting(row -> row.userId)
                    .containsExactly("anna");
            // The first transaction is still open, and holds the lock on its row.
            assertThat(lease(LMS, ALL)).extracting(row -> row.userId).containsExactly("bert");
            return null;
        });
    }

    @Test
    void leavesWhatWasWrittenLeasedToWhoeverWroteIt() {
        DeliveryEntity written = appendLeased(LMS, "anna", LEASE);
        append(LMS, "anna", "second");
        inOutbox(Outbox::endPassedLeases);
        assertThat(lease(LMS, ALL)).isEmpty();

        settle(Settlement.delivered(id(written)));

        assertThat(rows()).extracting(row -> row.attempts).containsExactly(1, 0);
        assertThat(onlyOneOf(lease(LMS, ALL)).claims).isEqualTo("second");
    }

    @Test
    void leasesAgainWhatWasWrittenLeasedByANodeThatDied() {
        DeliveryEntity lost = appendLeased(LMS, "anna", Duration.ofMillis(-1));
        inOutbox(Outbox::endPassedLeases);
        DeliveryEntity again = onlyOneOf(lease(LMS, ALL));

        assertThat(again.seq).isEqualTo(lost.seq);
        assertThat(again.attempts).isEqualTo(2);
    }

    @Test
    void leasesAgainWhatADeadNodeHadLeased() {
        append(LMS, "anna");
        DeliveryEntity lost = onlyOneOf(database.inOutbox(outbox -> outbox.claimDue(LMS, ALL, Duration.ofMillis(-1))));
        inOutbox(Outbox::endPassedLeases);
        DeliveryEntity again = onlyOneOf(lease(LMS, ALL));

        assertThat(again.seq).isEqualTo(lost.seq);
        assertThat(again.attempts).isEqualTo(2);
    }

    @Test
    void keepsALeaseThatHasNotPassed() {
        append(LMS, "anna");
        lease(LMS, ALL);
        inOutbox(Outbox::endPassedLeases);

        assertThat(lease(LMS, ALL)).isEmpty();
    }

    @Test
    void recordsNothingForWhoHasLostTheLease() {
        append(LMS, "anna");
        LeaseId lost = id(onlyOneOf(database.inOutbox(outbox -> outbox.claimDue(LMS, ALL, Duration.ofMillis(-1)))));
        inOutbox(Outbox::endPassedLeases);
        settle(Settlement.dead(lost, "too late"));
        assertThat(row().status).isEqualTo(DeliveryStatus.DUE);

        LeaseId held = id(onlyOneOf(lease(LMS, ALL)));
        settle(Settlement.dead(lost, "too late"));
        assertThat(row().status).isEqualTo(DeliveryStatus.LEASED);

        settle(Settlement.delivered(held));
        assertThat(row().status).isEqualTo(DeliveryStatus.DELIVERED);
    }

    @Test
    void remembersWhyAnAttemptFailedAndForgetsItOnceDelivered() {
        append(LMS, "anna");
        settle(Settlement.retry(id(onlyOneOf(lease(LMS, ALL))), Duration.ZERO, "x".repeat(2_000)));
        assertThat(row().lastError).isEqualTo("x".repeat(1_024));

        settle(Settlement.delivered(id(onlyOneOf(lease(LMS, ALL)))));
        assertThat(row().lastError).isNull();
    }

    @Test
    void tellsWhenAReceiverIsToBeTriedNext() {
        assertThat(nextDueIn(LMS)).isEmpty();

        append(LMS, "anna", "first");
        append(LMS, "anna", "second");
        assertThat(nextDueIn(LMS).orElseThrow()).isNegative();

        settle(Settlement.retry(id(onlyOneOf(lease(LMS, ALL))), Duration.ofHours(1), "HTTP 503"));
        assertThat(nextDueIn(LMS).orElseThrow()).isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
    }

    @Test
    void namesTheReceiversForWhomSomethingIsDue() {
        append(LMS, "anna");
        append(LMS, "bert");
        append(LIBRARY, "anna");
        settle(Settlement.retry(id(onlyOneOf(lease(LIBRARY, ALL))), Duration.ofHours(1), "HTTP 503"));

        assertThat(database.inOutbox(Outbox::receiversWithDue)).containsExactly(LMS);
    }

    @Test
    void countsWhatIsOnItsWay() {
        assertThat(database.inOutbox(Outbox::backlog)).isEqualTo(Backlog.NONE);

        append(LMS, "anna");
        append(LMS, "bert");
        append(LMS, "carl");
        append(LMS, "dora");
        List<DeliveryEntity> leased = lease(LMS, 3);
        settle(Settlement.dead(id(leased.get(0)), "HTTP 400"));
        settle(Settlement.delivered(id(leased.get(1))));

        Backlog backlog = database.inOutbox(Outbox::backlog);
        assertThat(backlog.due()).isEqualTo(1);
        assertThat(backlog.leased()).isEqualTo(1);
        assertThat(backlog.dead()).isEqualTo(1);
        assertThat(backlog.oldest()).isPositive();
    }

    @Test
    void forgetsAUserButForWhatIsBeingSent() {
        append(LMS, "anna", "first");
        append(LMS, "anna", "second");
        append(LMS, "bert", "another's");
        lease(LMS, 1);
        inOutbox(outbox -> outbox.deleteAllOfUser("school", "anna"));

        assertThat(rows()).extracting(row -> row.claims).containsExactly("first", "another's");
    }

    @Test
    void forgetsWhatWasDeliveredLongAgo() {
        append(LMS, "anna");
        append(LMS, "bert");
        settle(Settlement.delivered(id(onlyOneOf(lease(LMS, 1)))));

        inOutbox(outbox -> outbox.deleteDelivered(Duration.ofDays(1)));
        assertThat(rows()).hasSize(2);
        inOutbox(outbox -> outbox.deleteDelivered(Duration.ofMillis(-1)));
        assertThat(rows()).extracting(row -> row.userId).containsExactly("bert");
    }

    @Test
    void makesDueAgainTheDeadThatWereAskedFor() {
        append(LMS, "anna");
        append(LIBRARY, "anna");
        append(LMS, "bert");
        for (ReceiverId receiver : List.of(LMS, LIBRARY)) {
            lease(receiver, ALL).forEach(row -> settle(Settlement.dead(id(row), "HTTP 400")));
        }
        append(LMS, "carl");
        lease(LMS, 1);

        int redelivered = database.inOutbox(outbox -> outbox.redeliverDead(
                "school",
                new DeliveryFilter(
                        Optional.empty(), Optional.of("lms"), Optional.of("anna"), Optional.of(Duration.ZERO))));

        assertThat(redelivered).isEqualTo(1);
        DeliveryEntity again = onlyOneOf(lease(LMS, ALL));
        assertThat(again.userId).isEqualTo("anna");
        assertThat(again.attempts).isEqualTo(1);
        int elsewhere = database.inOutbox(outbox -> outbox.redeliverDead("another realm", DeliveryFilter.NONE));
        assertThat(elsewhere).isZero();
    }

    @Test
    void leasesFromALargeBacklogWithoutReadingAllOfIt() {
        database.execute("insert into firstbell_delivery"
                + " (id, realm_id, receiver_id, user_id, event_type, claims, status, attempts, created_at, next_attempt_at)"
                + " select 'id-' || i, 'school', 'lms', 'user-' || i, 'type', '{}', 'DUE', 0, 0, 0"
                + " from generate_series(1, 50000) i");
        database.execute("analyze firstbell_delivery");

        long read = database.rowsRead(() -> lease(LMS, 16));

        assertThat(read).isBetween(16L, 5_000L);
    }

    private static void append(ReceiverId receiver, String user) {
        append(receiver, user, "{}");
    }

    private static void append(ReceiverId receiver, String user, String claims) {
        inOutbox(outbox ->
                outbox.append(receiver, event(user), claims, Instant.now().minusSeconds(1), Optional.empty()));
    }

    private static DeliveryEntity appendLeased(ReceiverId receiver, String user, Duration lease) {
        return database.inOutbox(outbox -> outbox.appendLeased(
                receiver,
                event(user),
                "{}",
                Instant.now().minusSeconds(1),
                Optional.empty(),
                outbox.now().plus(lease)));
    }

    private static OutgoingEvent event(String user) {
        return new OutgoingEvent(
                URI.create("https://events.example/happened"), user, true, "txn", Instant.now(), Map.of());
    }

    private static List<DeliveryEntity> lease(ReceiverId receiver, int limit) {
        return database.inOutbox(outbox -> outbox.claimDue(receiver, limit, LEASE));
    }

    private static Optional<Duration> nextDueIn(ReceiverId receiver) {
        return database.inOutbox(outbox -> outbox.nextDueIn(receiver));
    }

    private static void settle(Settlement settlement) {
        inOutbox(outbox -> outbox.settle(List.of(settlement)));
    }

    private static DeliveryEntity row() {
        return onlyOneOf(rows());
    }

    private static List<DeliveryEntity> rows() {
        return database.inOutbox(outbox -> outbox.list("school", DeliveryFilter.NONE, 0, ALL));
    }

    private static DeliveryEntity onlyOneOf(List<DeliveryEntity> rows) {
        assertThat(rows).hasSize(1);
        return rows.get(0);
    }

    private static LeaseId id(DeliveryEntity row) {
        return new LeaseId(row.seq, row.attempts);
    }

    private static void inOutbox(java.util.function.Consumer<Outbox> work) {
        database.inOutbox(outbox -> {
            work.accept(outbox);
            return null;
        });
    }
}
