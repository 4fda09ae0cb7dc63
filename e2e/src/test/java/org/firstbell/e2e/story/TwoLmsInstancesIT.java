package org.firstbell.e2e.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.e2e.story.GoogleAccount.aGoogleAccount;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.firstbell.e2e.client.LmsClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Two instances of the LMS API on one database hear the same news at the same moment. */
@EndToEnd
@ResourceLock(School.LOCK)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TwoLmsInstancesIT {

    private static final int COURSES = 5;

    private final HttpClient http = HttpClient.newHttpClient();
    private final School school;

    TwoLmsInstancesIT(School school) {
        this.school = school;
    }

    @BeforeAll
    void startAnother() {
        school.system().anotherLms().start();
    }

    @AfterAll
    void stopAnother() {
        school.system().anotherLms().stop();
    }

    @RepeatedTest(3)
    void takeAnEventOnce() throws Exception {
        LmsClient teacher = school.aTeacher();
        GoogleAccount account = school.open(aGoogleAccount());
        List<String> courses = new ArrayList<>();
        for (int i = 0; i < COURSES; i++) {
            String course = teacher.createCourse("Handball " + i);
            courses.add(course);
            teacher.grant(course, account.email(), List.of("manage_events"), List.of())
                    .expect(200);
        }
        List<LmsClient> person = new ArrayList<>();
        String event = school.whileTheEventIsLost(() -> person.add(school.arrive(account)));

        List<Callable<Integer>> calls = new ArrayList<>();
        for (URI instance : List.of(
                school.system().lms().uri(), school.system().anotherLms().uri())) {
            for (int i = 0; i < 8; i++) {
                calls.add(() -> push(instance, event));
            }
            calls.add(() -> person.get(0).at(instance).me().status());
        }
        assertThat(atOnce(calls)).containsOnly(200, 202);

        JsonNode mine = person.get(0).me().expect(200).body().required("courses");
        assertThat(mine).hasSize(COURSES);
        for (String course : courses) {
            JsonNode people = teacher.get("/api/courses/" + course + "/people")
                    .expect(200)
                    .body()
                    .required("people");
            assertThat(people).hasSize(1);
            assertThat(School.isActive(people.get(0))).isTrue();
            assertThat(people.get(0).required("allow")).hasToString("[\"manage_events\"]");
            assertThat(teacher.get("/api/courses/" + course + "/history")
                            .expect(200)
                            .body()
                            .required("history")
                            .findValuesAsText("what"))
                    .containsExactly("attached", "granted");
        }
    }

    private int push(URI instance, String event) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(instance.resolve("/api/events"))
                .header("Content-Type", "application/secevent+jwt")
                .POST(BodyPublishers.ofString(event))
                .build();
        return http.send(request, BodyHandlers.discarding()).statusCode();
    }

    private static List<Integer> atOnce(List<Callable<Integer>> calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(calls.size());
        try {
            CyclicBarrier start = new CyclicBarrier(calls.size());
            List<Future<Integer>> answers = new ArrayList<>();
            for (Callable<Integer> call : calls) {
                answers.add(threads.submit(() -> {
                    start.await();
                    return call.call();
                }));
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> answer : answers) {
                statuses.add(answer.get());
            }
            return statuses;
        } finally {
            threads.shutdownNow();
        }
    }
}
