package org.firstbell.lms.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.lms.testing.Eventually.eventually;

import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.firstbell.lms.testing.Api;
import org.firstbell.lms.testing.Database;
import org.firstbell.lms.testing.LmsTest;
import org.firstbell.lms.testing.Someone;
import org.firstbell.lms.testing.TestRealm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@LmsTest
class PeopleEventsResourceTest {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    TestRealm realm;

    @Inject
    Database database;

    private final Someone owner = Someone.teacher();
    private final Someone newcomer = Someone.anybody();
    private final List<Line> lines = new ArrayList<>();
    private Api teacher;
    private UUID course;

    @BeforeEach
    void aCourse() {
        teacher = Api.as(owner, realm);
        course = teacher.createCourse("Algebra 1");
    }

    @AfterEach
    void hangUp() {
        lines.forEach(Line::close);
    }

    @Test
    void tellOfWhatIsGivenTakenBackAndAttached() {
        Line line = open(owner);

        line.tellsOf(() -> teacher.allow(course, newcomer.email(), "manage_events"));
        line.tellsOf(() -> Api.as(newcomer, realm).get("/api/me"));
        line.tellsOf(() -> teacher.delete("/api/courses/" + course + "/privileges?email=" + newcomer.email()));
    }

    @Test
    void tellOfWhatAnotherInstanceDoes() {
        Line line = open(owner);

        line.tellsOf(() -> change(course));
    }

    @Test
    void tellNobodyOfOtherCourses() {
        UUID other = teacher.createCourse("Geometry");
        Line line = open(owner);
        line.tellsOf(() -> change(course));
        long told = line.events();

        change(other);
        line.beats();

        assertThat(line.events()).isEqualTo(told);
    }

    @Test
    void sayNothingAboutAnybody() {
        Line line = open(owner);
        line.tellsOf(() -> teacher.allow(course, newcomer.email(), "manage_events"));

        assertThat(line.received())
                .isSubsetOf("event: people-changed", "event:people-changed", "data: {}", "data:{}", ":", ": ", "");
    }

    @Test
    void endWithTheRightToLook() {
        Someone assistant = Someone.anybody();
        teacher.allow(course, assistant.email(), "manage_privileges");
        Line line = open(assistant);

        teacher.allow(course, assistant.email(), "manage_events");

        line.ends();
    }

    @Test
    void endWithTheToken() {
        Line line = open(owner.token(
                realm,
                realm.activeKey(),
                claims -> claims.expirationTime(Date.from(Instant.now().plusSeconds(2)))));
        line.beats();

        line.ends();
    }

    @Test
    void goOnAfterTheConnectionToTheDatabaseWasLost() throws Exception {
        Line line = open(owner);
        line.tellsOf(() -> change(course));

        line.tellsOf(
                () -> database.texts(
                        "select pg_terminate_backend(pid) from pg_stat_activity where query like '%course_people%' and pid <> pg_backend_pid()"));
        line.tellsOf(() -> change(course));
    }

    @Test
    void areForThoseWhoGiveAccess() {
        Someone assistant = Someone.anybody();
        teacher.allow(course, assistant.email(), "manage_events");

        assertThat(open(assistant).status()).isEqualTo(403);
        assertThat(open(Someone.teacher()).status()).isEqualTo(404);
        assertThat(open("x").status()).isEqualTo(401);
    }

    @Test
    void areAsManyAsOnePersonMayNeed() {
        for (int i = 0; i < Streams.MOST_PER_PERSON; i++) {
            assertThat(open(owner).status()).isEqualTo(200);
        }
        assertThat(open(owner).status()).isEqualTo(429);

        lines.get(0).close();

        eventually("a place is free", () -> open(owner).status() == 200);
    }

    /** What the history of a grant means to the other instances, without the request. */
    private void change(UUID changed) {
        try {
            database.change(
                    "insert into grant_history (grant_id, course_id, kind, what, actor_id, at, why) values (?, ?, 'privileges', 'granted', ?, now(), 'test')",
                    UUID.randomUUID(),
                    changed,
                    owner.id());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Line open(Someone someone) {
        return open(someone.token(realm));
    }

    private Line open(String token) {
        Line line = new Line(course, token);
        lines.add(line);
        return line;
    }

    /** A stream of events while it is read. */
    private static final class Line {

        private final HttpResponse<Stream<String>> response;
        private final List<String> received = new CopyOnWriteArrayList<>();
        private final CompletableFuture<Void> end;

        Line(UUID course, String token) {
            String url = ConfigProvider.getConfig().getValue("test.url", String.class);
            HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/api/courses/" + course + "/people/events"))
                    .header("Authorization", "Bearer " + token)
                    .header("Accept", "text/event-stream")
                    .build();
            try {
                response = HTTP.send(request, BodyHandlers.ofLines());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            end = CompletableFuture.runAsync(() -> response.body().forEach(received::add), command -> {
                Thread reader = new Thread(command);
                reader.setDaemon(true);
                reader.start();
            });
        }

        int status() {
            return response.statusCode();
        }

        List<String> received() {
            return List.copyOf(received);
        }

        long events() {
            return received.stream().filter(text -> text.startsWith("data:")).count();
        }

        private long beatsSoFar() {
            return received.stream().filter(text -> text.startsWith(":")).count();
        }

        void beats() {
            long before = beatsSoFar();
            eventually("two heartbeats", () -> beatsSoFar() >= before + 2);
        }

        void tellsOf(Runnable change) {
            beats();
            long before = events();
            change.run();
            eventually("an event", () -> events() > before);
        }

        void ends() {
            eventually("the stream ends", end::isDone);
        }

        void close() {
            response.body().close();
        }
    }
}
