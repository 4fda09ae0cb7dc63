package org.firstbell.e2e.placeholder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.firstbell.bench.Goal;
import org.firstbell.bench.Recording;
import org.firstbell.bench.Scale;
import org.firstbell.bench.Turns;
import org.firstbell.bench.Unit;
import org.firstbell.e2e.claim.ImportedSchool;
import org.firstbell.e2e.client.JsonHttp;
import org.firstbell.e2e.client.KeycloakAdmin;
import org.firstbell.e2e.google.PlayedGoogle;
import org.firstbell.e2e.story.EndToEnd;
import org.firstbell.e2e.story.Measured;
import org.firstbell.e2e.system.FirstbellSystem;
import org.firstbell.e2e.system.KeycloakServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * How fast placeholders are made, beside Keycloak's own ways to make users of the same kind (disabled, with the marker and
 * the default role), and beside SQL that writes just their rows, which is as fast as the database takes them.
 *
 * <p>Whoever is made is gone before the next turn.
 */
@EndToEnd
@Isolated
final class PlaceholdersBench {

    private static final String OURS = "Firstbell";
    private static final String ONE_CONNECTION = "POST /users, 1 connection";
    private static final String EIGHT_CONNECTIONS = "POST /users, 8 connections";
    private static final String PARTIAL_IMPORT = "partialImport";
    private static final String LIMIT = "set-based SQL (the limit)";

    private static final int CONNECTIONS = 8;

    /** A list of 10,000 takes its time elsewhere than here. */
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private final FirstbellSystem system;
    private final PlayedGoogle google;
    private final Scale scale = Scale.fromSystemProperties();
    private final KeycloakAdmin admin;
    private ImportedSchool school;
    private UserTable table;

    PlaceholdersBench(FirstbellSystem system, PlayedGoogle google) {
        this.system = system;
        this.google = google;
        admin = new KeycloakAdmin(
                system.keycloak().uri(),
                KeycloakServer.ADMIN_USER,
                KeycloakServer.ADMIN_PASSWORD,
                new JsonHttp(TIMEOUT));
    }

    @BeforeEach
    void openTheSchool() throws Exception {
        school = new ImportedSchool(system, google, "placeholders", "school.example", realm -> {});
        table = UserTable.of(
                system.keycloak().connectToDatabase(),
                admin.get(school.name()).expect(200).body().required("id").textValue());
    }

    @AfterEach
    void closeTheSchool() throws Exception {
        // By itself, Keycloak would load each of a million users to remove the realm.
        table.clear();
        table.close();
        school.close();
    }

    @Test
    void placeholders() throws Exception {
        Recording recording =
                Measured.on(system, new Recording("placeholders", "Create placeholders", Unit.SECONDS, "people"));
        int most = scale.of(10_000, 500);
        int importedAtOnce = scale.of(1_000, 100);
        int onOneConnection = scale.of(200, 20);
        int onEightConnections = scale.of(800, 80);
        recording.add(new Turns()
                .of(OURS, most, () -> placeholders(most))
                .of(ONE_CONNECTION, onOneConnection, () -> posts(onOneConnection, 1))
                .of(EIGHT_CONNECTIONS, onEightConnections, () -> posts(onEightConnections, CONNECTIONS))
                .of(PARTIAL_IMPORT, importedAtOnce / 10, () -> partialImport(importedAtOnce / 10))
                .of(PARTIAL_IMPORT, importedAtOnce, () -> partialImport(importedAtOnce))
                .of(LIMIT, most, () -> sql(most))
                .take(scale.of(3, 1), scale.of(7, 2)));
        for (int fewer : List.of(most / 100, most / 10)) {
            recording.add(new Turns()
                    .of(OURS, fewer, () -> placeholders(fewer))
                    .of(LIMIT, fewer, () -> sql(fewer))
                    .take(scale.of(2, 1), scale.of(7, 2)));
        }
        double ours = Unit.SECONDS.rate(most, recording.median(OURS, most));
        recording
                .goal(Goal.ratioAtLeast(
                        20,
                        "people/s of ours / of partialImport",
                        ours / Unit.SECONDS.rate(importedAtOnce, recording.median(PARTIAL_IMPORT, importedAtOnce))))
                .goal(Goal.ratioAtLeast(
                        1.0 / 3,
                        "people/s of ours / of the limit",
                        ours / Unit.SECONDS.rate(most, recording.median(LIMIT, most))))
                .end();
    }

    @Test
    void inALargeRealm() throws Exception {
        Recording recording = Measured.on(
                system,
                new Recording(
                        "placeholders-large-realm",
                        "Create placeholders in a large realm",
                        Unit.SECONDS,
                        "users already there"));
        int people = scale.of(10_000, 500);
        int most = scale.of(1_000_000, 10_000);
        String contender = OURS + ", %,d people".formatted(people);
        int present = 0;
        for (int users : List.of(0, most / 10, most)) {
            table.fill("already" + users + "-", users - present);
            present = users;
            recording.add(
                    new Turns().of(contender, users, () -> placeholders(people)).take(scale.of(2, 1), scale.of(5, 2)));
        }
        recording
                .goal(Goal.ratioAtMost(
                        1.5,
                        "%,d users there / none".formatted(most),
                        recording.median(contender, most) / recording.median(contender, 0)))
                .end();
    }

    private double placeholders(int count) throws Exception {
        Map<String, Object> request = Map.of(
                "identityProvider",
                "google",
                "people",
                addresses(count).map(email -> Map.of("email", email)).toList());
        return made(count, () -> {
            JsonNode results = admin.post(school.name() + "/firstbell/placeholders", request)
                    .expect(200)
                    .body()
                    .required("results");
            assertThat(results).hasSize(count);
            return results;
        });
    }

    private double posts(int count, int connections) throws Exception {
        List<Map<String, Object>> users =
                addresses(count).map(PlaceholdersBench::user).toList();
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            return made(count, () -> {
                List<Future<?>> answers = new ArrayList<>();
                for (Map<String, Object> user : users) {
                    answers.add(threads.submit(
                            () -> admin.post(school.name() + "/users", user).expect(201)));
                }
                for (Future<?> answer : answers) {
                    answer.get();
                }
                return answers;
            });
        } finally {
            threads.shutdownNow();
        }
    }

    private double partialImport(int count) throws Exception {
        Map<String, Object> request = Map.of(
                "ifResourceExists",
                "FAIL",
                "users",
                addresses(count).map(this::importedUser).toList());
        return made(
                count,
                () -> admin.post(school.name() + "/partialImport", request).expect(200));
    }

    private double sql(int count) throws Exception {
        return made(count, () -> {
            table.fill(UserTable.MEASURED, count);
            return count;
        });
    }

    private double made(int count, Callable<?> making) throws Exception {
        double seconds = Unit.SECONDS.time(making);
        assertThat(table.clearMeasured()).isEqualTo(count);
        return seconds;
    }

    private static Stream<String> addresses(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(n -> UserTable.MEASURED + n + "@school.example");
    }

    /** An import gives nobody the default role by itself. */
    private Map<String, Object> importedUser(String email) {
        Map<String, Object> user = new HashMap<>(user(email));
        user.put("realmRoles", List.of("default-roles-" + school.name()));
        return user;
    }

    private static Map<String, Object> user(String email) {
        return Map.of(
                "username",
                email,
                "email",
                email,
                "enabled",
                false,
                "attributes",
                Map.of("firstbell.placeholder", List.of("google")));
    }
}
