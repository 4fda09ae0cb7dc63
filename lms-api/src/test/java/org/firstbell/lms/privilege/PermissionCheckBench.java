package org.firstbell.lms.privilege;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.microprofile.config.ConfigProvider;
import org.firstbell.bench.Goal;
import org.firstbell.bench.Recording;
import org.firstbell.bench.Scale;
import org.firstbell.bench.Turns;
import org.firstbell.bench.Unit;
import org.firstbell.lms.testing.Api;
import org.firstbell.lms.testing.Database;
import org.firstbell.lms.testing.KeptConnection;
import org.firstbell.lms.testing.LmsTest;
import org.firstbell.lms.testing.Measured;
import org.firstbell.lms.testing.Someone;
import org.firstbell.lms.testing.TestRealm;
import org.junit.jupiter.api.Test;

/** How many permission checks the API answers in a second, beside a constant behind the same check of the token. */
@LmsTest
class PermissionCheckBench {

    private static final String OURS = "GET …/privileges/me";
    private static final String LIMIT = "a constant behind the same token check";
    private static final int CONNECTIONS = 8;

    private final Scale scale = Scale.fromSystemProperties();

    TestRealm realm;

    @Inject
    Database database;

    @Test
    void permissionCheck() throws Exception {
        Api teacher = Api.as(Someone.teacher(), realm);
        UUID course = teacher.createCourse("Busy");
        Someone member = Someone.anybody();
        teacher.allow(course, member.email(), "manage_events");
        assertThat(Api.as(member, realm).get("/api/me").status()).isEqualTo(200);

        String mine = "/api/courses/" + course + "/privileges/me";
        Recording recording = Measured.on(
                        database, new Recording("permission-check", "A permission check", Unit.PER_SECOND, ""))
                .add(new Turns()
                        .of(OURS, 1, () -> requestsPerSecond(mine, member))
                        .of(LIMIT, 1, () -> requestsPerSecond("/api/testing/constant", member))
                        .take(scale.of(5, 1), scale.of(11, 2)));
        recording
                .goal(Goal.ratioAtLeast(
                        0.6,
                        "requests/s of the check / of the constant",
                        recording.median(OURS, 1) / recording.median(LIMIT, 1)))
                .note(CONNECTIONS + " connections that stay open, by a client that does as little as one can.")
                .end();
    }

    private double requestsPerSecond(String path, Someone member) throws Exception {
        int requests = scale.of(2_000, 100);
        URI api = URI.create(ConfigProvider.getConfig().getValue("test.url", String.class));
        String token = member.token(realm);
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            double seconds = Unit.SECONDS.time(() -> {
                List<Future<?>> connections = new ArrayList<>();
                for (int connection = 0; connection < CONNECTIONS; connection++) {
                    connections.add(threads.submit(() -> ask(api, path, token, requests)));
                }
                for (Future<?> connection : connections) {
                    connection.get();
                }
                return connections;
            });
            return CONNECTIONS * requests / seconds;
        } finally {
            threads.shutdownNow();
        }
    }

    private static Void ask(URI api, String path, String token, int requests) throws IOException {
        try (KeptConnection connection = new KeptConnection(api)) {
            for (int request = 0; request < requests; request++) {
                assertThat(connection.get(path, token)).contains("manage_events");
            }
        }
        return null;
    }
}
