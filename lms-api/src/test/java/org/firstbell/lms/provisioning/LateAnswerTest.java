package org.firstbell.lms.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.lms.testing.Eventually.eventually;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.firstbell.lms.arrival.Departures;
import org.firstbell.lms.testing.Api;
import org.firstbell.lms.testing.Database;
import org.firstbell.lms.testing.LmsTest;
import org.firstbell.lms.testing.Someone;
import org.firstbell.lms.testing.TestRealm;
import org.firstbell.lms.testing.TestRealm.Placeholders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Keycloak says of an address, where the account that it speaks of is deleted before that is written down. */
@LmsTest
class LateAnswerTest {

    TestRealm realm;

    @Inject
    Database database;

    @Inject
    ProvisioningRequests requests;

    @Inject
    Departures departures;

    @Inject
    Clock clock;

    private final String awaited = Someone.anybody().email();
    private final UUID gone = UUID.randomUUID();
    private final UUID lease = UUID.randomUUID();

    @BeforeEach
    void somebodyIsAwaited() {
        Api owner = Api.as(Someone.teacher(), realm);
        owner.allow(owner.createCourse("Algebra 1"), awaited, "manage_events");
        eventually("a placeholder", () -> state().startsWith("done"));
        realm.placeholders(Placeholders.DOWN);
    }

    @AfterEach
    void keycloakWorks() {
        realm.placeholders(Placeholders.WORKING);
    }

    /** Whether or not an earlier answer was about the same account. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isAskedForAnew(boolean knownBefore) throws Exception {
        Instant askedAt = ask(knownBefore ? gone : null);

        departures.depart(gone, "deleted");
        requests.settle(lease, askedAt, List.of(answer("active", gone)));

        assertThat(state()).isEqualTo("due for nobody");
        assertThat(database.text("select outcome from provisioning_request where email = ?", awaited))
                .isNull();
    }

    @Test
    void isAskedForAnewAlsoIfItComesDuringTheDeletion() throws Exception {
        Instant askedAt = ask(gone);

        CompletableFuture<Void> settling = QuarkusTransaction.requiringNew().call(() -> {
            departures.depart(gone, "deleted");
            CompletableFuture<Void> waiting =
                    CompletableFuture.runAsync(() -> requests.settle(lease, askedAt, List.of(answer("active", gone))));
            eventually("it waits for us", database::isWaitingForUs);
            return waiting;
        });
        settling.join();

        assertThat(state()).isEqualTo("due for nobody");
    }

    @Test
    void countsIfItIsAboutSomebodyElse() throws Exception {
        Instant askedAt = ask(gone);
        UUID made = UUID.randomUUID();

        departures.depart(gone, "deleted");
        requests.settle(lease, askedAt, List.of(answer("created", made)));

        assertThat(state()).isEqualTo("done for " + made);
        assertThat(database.text("select created_user_id from provisioning_request where email = ?", awaited))
                .isEqualTo(made.toString());
    }

    /** A realm that was restored has people again whose deletion is known here. To ask once more would never end. */
    @Test
    void countsIfKeycloakWasAskedAfterwards() throws Exception {
        departures.depart(gone, "deleted");

        requests.settle(lease, ask(null), List.of(answer("waiting", gone)));

        assertThat(state()).isEqualTo("done for " + gone);
    }

    /** As if a worker had just leased the request, and were about to ask. */
    private Instant ask(UUID answeredBefore) throws SQLException {
        database.change("""
                update provisioning_request set state = 'due', keycloak_user_id = ?, lease = ?, leased_until = 'infinity'
                where email = ?
                """, answeredBefore, lease, awaited);
        return clock.instant();
    }

    private PlaceholderResult answer(String outcome, UUID userId) {
        return new PlaceholderResult(awaited, outcome, userId, null, null);
    }

    private String state() {
        return database.text(
                "select state || ' for ' || coalesce(cast(keycloak_user_id as text), 'nobody') from provisioning_request"
                        + " where email = ?",
                awaited);
    }
}
