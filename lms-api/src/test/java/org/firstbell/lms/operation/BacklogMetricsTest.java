package org.firstbell.lms.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.lms.testing.Eventually.eventually;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.firstbell.lms.testing.Api;
import org.firstbell.lms.testing.Database;
import org.firstbell.lms.testing.DatabaseLine;
import org.firstbell.lms.testing.LmsTest;
import org.firstbell.lms.testing.Someone;
import org.firstbell.lms.testing.TestRealm;
import org.junit.jupiter.api.Test;

@LmsTest
class BacklogMetricsTest {

    TestRealm realm;
    DatabaseLine line;

    @Inject
    BacklogMetrics metrics;

    @Inject
    MeterRegistry registry;

    @Inject
    Database database;

    private final Someone newcomer = Someone.anybody();

    @Test
    void countWhatWaitsAndWhatIsHeld() throws Exception {
        Api owner = Api.as(Someone.teacher(), realm);
        UUID course = owner.createCourse("Algebra 1");
        double pending = grants("pending");
        double held = grants("held");

        owner.allow(course, newcomer.email(), "manage_events");
        assertThat(grants("pending")).isEqualTo(pending + 1);
        assertThat(grants("held")).isEqualTo(held);

        database.change("update pending_grant set held_reason = 'a reason' where email = ?", newcomer.email());
        assertThat(grants("pending")).isEqualTo(pending);
        assertThat(grants("held")).isEqualTo(held + 1);
    }

    @Test
    void tellHowLongTheOldestRequestForAPlaceholderWaits() throws Exception {
        database.change(
                "insert into provisioning_request (email, state, attempts, requested_at, next_attempt_at)"
                        + " values (?, 'due', 1, now() - interval '1 hour', now() + interval '1 hour')",
                newcomer.email());
        metrics.look();

        assertThat(gauge("firstbell.placeholder.requests.oldest.due")).isGreaterThanOrEqualTo(3_600);

        database.change("delete from provisioning_request where email = ?", newcomer.email());
    }

    @Test
    void countAListThatIsStillToBeAskedForAsDueSinceItWasGiven() throws Exception {
        Api owner = Api.as(Someone.teacher(), realm);
        owner.allow(owner.createCourse("Algebra 1"), newcomer.email(), "manage_events");
        eventually("asked for", () -> realm.placeholderOf(newcomer.email()) != null);

        // Never committed, so that nobody asks.
        QuarkusTransaction.begin();
        try {
            change("update pending_grant set granted_at = now() - interval '1 year' where email = ?");
            change("update provisioning_request set state = 'refused' where email = ?");
            Backlog before = metrics.count();
            change("""
                    insert into provisioning_list (course_id, kind, granted_at)
                    select course_id, kind, granted_at from pending_grant where email = ?
                    """);

            Backlog backlog = metrics.count();

            assertThat(backlog.dueRequests()).isEqualTo(before.dueRequests() + 1);
            assertThat(backlog.refusedRequests()).isEqualTo(before.refusedRequests() - 1);
            assertThat(backlog.oldestDue()).isBefore(Instant.now().minus(Duration.ofDays(364)));
        } finally {
            QuarkusTransaction.rollback();
        }
    }

    private void change(String statement) throws SQLException {
        database.change(statement, newcomer.email());
    }

    @Test
    void sayWhetherTheInstanceCanWork() {
        awaitReady();
        // Or it would hang between the two, for other tests, until its lease is over.
        eventually(
                "nothing is being provisioned",
                () -> database.number("select count(*) from provisioning_request where lease is not null") == 0);

        line.cut();
        try {
            metrics.look();
            assertThat(gauge("firstbell.ready")).isZero();
        } finally {
            line.restore();
            awaitReady();
        }
    }

    private void awaitReady() {
        eventually("readiness", () -> {
            metrics.look();
            return gauge("firstbell.ready") == 1;
        });
    }

    private double grants(String status) {
        metrics.look();
        return registry.get("firstbell.grants").tag("status", status).gauge().value();
    }

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }
}
