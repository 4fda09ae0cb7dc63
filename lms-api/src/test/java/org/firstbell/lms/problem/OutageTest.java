package org.firstbell.lms.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.lms.testing.Eventually.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.firstbell.lms.testing.Api;
import org.firstbell.lms.testing.Database;
import org.firstbell.lms.testing.DatabaseLine;
import org.firstbell.lms.testing.LmsTest;
import org.firstbell.lms.testing.Someone;
import org.firstbell.lms.testing.TestRealm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What others see of the database or Keycloak being away. */
@LmsTest
class OutageTest {

    /** As configured: connections that were used more recently are not tried before they are used. */
    private static final Duration UNTRIED = Duration.ofMillis(500);

    TestRealm realm;

    DatabaseLine line;

    @Inject
    Database database;

    private Api teacher;

    @BeforeEach
    void everythingWorks() {
        teacher = Api.as(Someone.teacher(), realm);
        assertThat(teacher.get("/api/me").status()).isEqualTo(200);
        // What another test has asked Keycloak for must not hang between the two until its lease is over.
        eventually(
                "nothing is being provisioned",
                () -> database.number("select count(*) from provisioning_request where lease is not null") == 0);
    }

    @AfterEach
    void restore() {
        line.restore();
        realm.keysAvailable(true);
        eventually("everything works", () -> teacher.get("/api/courses").status() == 200);
    }

    @Test
    void isOverForEverybodyOnceTheDatabaseIsBack() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(20);
        try {
            assertThat(statusesOf(callers, 200)).as("with many connections").containsOnly(200);
            line.cut();
            long cutAt = System.nanoTime();
            eventually("all are unused for long enough", () -> System.nanoTime() - cutAt > UNTRIED.toNanos());
            line.restore();

            assertThat(statusesOf(callers, 200)).containsOnly(200);
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void ofTheDatabaseIsToldToWhoeverSendsRequestsHere() {
        assertThat(readiness()).containsEntry("Database connections health check", "UP");

        line.cut();

        assertThat(teacher.get("/q/health/ready").status()).isEqualTo(503);
        assertThat(readiness())
                .containsEntry("Database connections health check", "DOWN")
                .containsEntry("Realm keys", "UP");
        assertThat(teacher.get("/q/health/live").status()).isEqualTo(200);
    }

    @Test
    void ofKeycloakKeepsNobodyFromWorkingOnWhoIsSignedIn() {
        realm.keysAvailable(false);

        assertThat(readiness()).containsEntry("Realm keys", "UP");
        assertThat(teacher.get("/q/health/ready").status()).isEqualTo(200);
        assertThat(teacher.get("/api/courses").status()).isEqualTo(200);
    }

    private List<Integer> statusesOf(ExecutorService callers, int requests) throws Exception {
        Callable<Integer> call = () -> teacher.get("/api/courses").status();
        List<Integer> statuses = new ArrayList<>();
        for (Future<Integer> status : callers.invokeAll(Collections.nCopies(requests, call))) {
            statuses.add(status.get());
        }
        return statuses;
    }

    private Map<String, String> readiness() {
        Map<String, String> checks = new HashMap<>();
        for (JsonNode check : teacher.get("/q/health/ready").json().required("checks")) {
            checks.put(check.path("name").asText(), check.path("status").asText());
        }
        return checks;
    }
}
