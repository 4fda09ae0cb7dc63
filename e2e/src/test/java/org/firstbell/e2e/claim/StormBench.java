package org.firstbell.e2e.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.e2e.claim.ImportedSchool.aNewAddress;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.firstbell.bench.Goal;
import org.firstbell.bench.Recording;
import org.firstbell.bench.Scale;
import org.firstbell.bench.Series;
import org.firstbell.bench.Turns;
import org.firstbell.bench.Unit;
import org.firstbell.e2e.browser.Callback;
import org.firstbell.e2e.client.Patience;
import org.firstbell.e2e.google.GoogleIdentity;
import org.firstbell.e2e.google.PlayedGoogle;
import org.firstbell.e2e.story.EndToEnd;
import org.firstbell.e2e.story.Measured;
import org.firstbell.e2e.system.FirstbellSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * First logins as fast as the machine takes them, in a school with Firstbell (claim, listener, deliveries) and in one
 * without any of it, where Keycloak creates the user.
 *
 * <p>The receiver takes every event at once. One school's storm begins when the other's backlog is empty. Both have people
 * already, and have had storms before.
 */
@EndToEnd
@Isolated
final class StormBench {

    private static final String OURS = "with Firstbell";
    private static final String STOCK = "without";

    private static final int AT_ONCE = 4;
    private static final Patience PATIENCE = Patience.of(Duration.ofMinutes(5));

    private final FirstbellSystem system;
    private final PlayedGoogle google;
    private final Scale scale = Scale.fromSystemProperties();
    private final int logins = scale.of(500, 20);
    private final List<Double> backlogs = new ArrayList<>();
    private final ExecutorService browsers = Executors.newFixedThreadPool(AT_ONCE);
    private HttpServer receiver;

    StormBench(FirstbellSystem system, PlayedGoogle google) {
        this.system = system;
        this.google = google;
    }

    @BeforeEach
    void listen() throws Exception {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        receiver.setExecutor(Executors.newCachedThreadPool());
        receiver.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(202, -1);
            }
        });
        receiver.start();
    }

    @AfterEach
    void end() {
        receiver.stop(0);
        ((ExecutorService) receiver.getExecutor()).shutdownNow();
        browsers.shutdownNow();
    }

    @Test
    void storm() throws Exception {
        try (ImportedSchool stormy =
                        new ImportedSchool(system, google, "stormy", "school.example", this::sendToTheReceiver);
                ImportedSchool stock =
                        new ImportedSchool(system, google, "stock", "school.example", StormBench::withoutFirstbell)) {
            stormy.fill(scale.of(5_000, 500));
            stock.fill(scale.of(5_000, 500));
            int warmUp = scale.of(3, 0);
            int rounds = scale.of(4, 1);
            Recording recording = Measured.on(
                            system, new Recording("storm", "A storm of first logins", Unit.PER_SECOND, ""))
                    .add(new Turns()
                            .of(OURS, logins, () -> stormWithClaims(stormy))
                            .of(STOCK, logins, () -> storm(stock, newcomers()))
                            .take(warmUp, rounds));
            double backlog = new Series(OURS, logins, backlogs.subList(warmUp, warmUp + rounds)).median();
            recording
                    .goal(Goal.ratioAtLeast(
                            0.95,
                            "logins/s with Firstbell / without",
                            recording.median(OURS, logins) / recording.median(STOCK, logins)))
                    .goal(Goal.atMost(5, Unit.SECONDS, "from the last login to an empty backlog, median", backlog))
                    .note("%,d first logins each, %d at once; %,d in each turn, after %,d that warm up."
                            .formatted(rounds * logins, AT_ONCE, logins, warmUp * logins))
                    .end();
        }
    }

    private double stormWithClaims(ImportedSchool school) throws Exception {
        List<GoogleIdentity> newcomers = newcomers();
        JsonNode results = school.post(
                "firstbell/placeholders",
                Map.of(
                        "identityProvider",
                        "google",
                        "people",
                        newcomers.stream()
                                .map(newcomer ->
                                        Map.of("email", newcomer.idToken().get("email")))
                                .toList()));
        assertThat(results.findValuesAsText("outcome")).hasSize(logins).containsOnly("created");
        double rate = storm(school, newcomers);
        backlogs.add(Unit.SECONDS.time(() -> PATIENCE.await(
                "an empty backlog", () -> Optional.of(undelivered(school)).filter(count -> count == 0))));
        return rate;
    }

    private double storm(ImportedSchool school, List<GoogleIdentity> newcomers) throws Exception {
        double seconds = Unit.SECONDS.time(() -> {
            List<Future<?>> arrivals = new ArrayList<>();
            for (GoogleIdentity newcomer : newcomers) {
                arrivals.add(browsers.submit(
                        () -> assertThat(school.attempt().goAs(newcomer)).isInstanceOf(Callback.class)));
            }
            for (Future<?> arrival : arrivals) {
                arrival.get();
            }
            return arrivals;
        });
        return newcomers.size() / seconds;
    }

    private List<GoogleIdentity> newcomers() {
        return Stream.generate(() -> GoogleIdentity.of(aNewAddress()))
                .limit(logins)
                .toList();
    }

    private static int undelivered(ImportedSchool school) {
        JsonNode count = school.get("firstbell/deliveries/count");
        assertThat(count.required("dead").intValue()).isZero();
        return count.required("due").intValue() + count.required("leased").intValue();
    }

    private void sendToTheReceiver(ObjectNode realm) {
        realm.withObject("/clients/1/attributes")
                .put(
                        "firstbell.events.url",
                        "http://localhost:" + receiver.getAddress().getPort() + "/");
    }

    private static void withoutFirstbell(ObjectNode realm) {
        realm.putArray("eventsListeners").add("jboss-logging");
        ArrayNode executions = realm.withArray("/authenticationFlows/0/authenticationExecutions");
        executions.remove(0);
    }
}
