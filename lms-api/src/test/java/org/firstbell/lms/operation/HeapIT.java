package org.firstbell.lms.operation;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.firstbell.lms.testing.Api;
import org.firstbell.lms.testing.LmsProcess;
import org.firstbell.lms.testing.Someone;
import org.firstbell.lms.testing.TestRealm;
import org.junit.jupiter.api.Test;

/** The packaged API with the options packed with it: little memory, and enough. */
final class HeapIT {

    private static final int LISTS_AT_ONCE = 4;
    private static final int MEGABYTE = 1 << 20;

    @Test
    void holdsSeveralOfTheLongestListsAtOnce() throws Exception {
        ExecutorService teachers = Executors.newFixedThreadPool(LISTS_AT_ONCE);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                TestRealm realm = new TestRealm();
                LmsProcess lms = LmsProcess.start("lms-heap", settings(postgres, realm), realm)) {
            assertThat(heapLimit(Api.anonymously(realm).at(lms.uri()))).isLessThanOrEqualTo(256L * MEGABYTE);

            List<Future<Integer>> lists = new ArrayList<>();
            for (int list = 0; list < LISTS_AT_ONCE; list++) {
                Api teacher = Api.as(Someone.teacher(), realm).at(lms.uri());
                String domain = "school" + list + ".example";
                lists.add(teachers.submit(() -> enrolMany(teacher, domain)));
            }
            for (Future<Integer> pending : lists) {
                assertThat(pending.get()).isEqualTo(10_000);
            }
        } finally {
            teachers.shutdownNow();
        }
    }

    private static Map<String, String> settings(EmbeddedPostgres postgres, TestRealm realm) {
        return Map.of(
                "quarkus.datasource.jdbc.url",
                postgres.getJdbcUrl("postgres", "postgres"),
                "quarkus.datasource.username",
                "postgres",
                "quarkus.datasource.password",
                "postgres",
                "firstbell.keycloak.url",
                realm.url(),
                "firstbell.keycloak.client-secret",
                TestRealm.CLIENT_SECRET,
                "firstbell.reconciliation.every",
                "off");
    }

    /** In bytes; the collectors' regions together. */
    private static long heapLimit(Api anybody) {
        return anybody.get("/q/metrics")
                .response()
                .body()
                .lines()
                .filter(line -> line.startsWith("jvm_memory_max_bytes{area=\"heap\""))
                .map(line -> Double.valueOf(line.substring(line.lastIndexOf(' '))))
                .filter(bytes -> bytes > 0)
                .mapToLong(Double::longValue)
                .sum();
    }

    /** How many were enrolled. */
    private static int enrolMany(Api teacher, String domain) {
        UUID course = teacher.createCourse("Algebra 1");
        String enrolments = "/api/courses/" + course + "/enrolments";
        // As long as a local part may be, then a domain of many labels: about 250 characters each.
        String end = "-" + "a".repeat(58) + "@" + ("b".repeat(57) + ".").repeat(3) + domain;
        String people = IntStream.range(0, 10_000)
                .mapToObj(i -> "\"%05d%s\"".formatted(i, end))
                .collect(joining(",", "{\"people\":[", "]}"));
        String plan = teacher.post(enrolments + "/plan", people)
                .json()
                .required("plan")
                .textValue();
        return teacher.post(enrolments, "{\"plan\":\"" + plan + "\",\"mode\":\"all\"}")
                .json()
                .at("/counts/pending")
                .asInt();
    }
}
