package org.firstbell.lms.operation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.firstbell.lms.testing.Api;
import org.firstbell.lms.testing.LmsProcess;
import org.firstbell.lms.testing.Someone;
import org.firstbell.lms.testing.TestRealm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of classes where it is of no use, or might do harm. Where it is of use, {@code LmsProcess} insists on it. */
final class ClassArchiveIT {

    private static final Path PACKAGED = Path.of("target/quarkus-app");
    private static final String ARCHIVE = "classes.jsa";

    @TempDir
    private Path elsewhere;

    @Test
    void mayBeMissing() throws Exception {
        assertStartsWithoutAWarning();
    }

    @Test
    void mayBeOfOtherJars() throws Exception {
        Files.copy(PACKAGED.resolve(ARCHIVE), elsewhere.resolve(ARCHIVE));

        assertStartsWithoutAWarning();
    }

    @Test
    void mayBeDamaged() throws Exception {
        Files.writeString(elsewhere.resolve(ARCHIVE), "damaged");

        assertStartsWithoutAWarning();
    }

    /**
     * While Java records itself, it looks each class that it takes from an archive up in its jar. Java 17 crashes over one
     * that is below {@code META-INF/versions} only: PostgreSQL's driver loads such a one when it connects.
     */
    @Test
    void letsJavaRecordItself() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                TestRealm realm = new TestRealm();
                LmsProcess lms = LmsProcess.start(
                        "lms-recorded",
                        Map.of(
                                "quarkus.datasource.jdbc.url",
                                postgres.getJdbcUrl("postgres", "postgres"),
                                "quarkus.datasource.username",
                                "postgres",
                                "quarkus.datasource.password",
                                "postgres",
                                "firstbell.keycloak.url",
                                realm.url(),
                                "firstbell.keycloak.client-secret",
                                TestRealm.CLIENT_SECRET),
                        realm,
                        "-XX:StartFlightRecording=filename=" + elsewhere.resolve("start.jfr"))) {
            Api teacher = Api.as(Someone.teacher(), realm).at(lms.uri());

            assertThat(teacher.createCourse("Algebra 1")).isNotNull();
        }
    }

    private void assertStartsWithoutAWarning() throws IOException, InterruptedException {
        Files.copy(PACKAGED.resolve("java.options"), elsewhere.resolve("java.options"));
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@java.options",
                        "--version")
                .directory(elsewhere.toFile())
                .redirectErrorStream(true)
                .start();

        assertThat(java.getInputStream()).asString(UTF_8).doesNotContain("archive");
        assertThat(java.waitFor()).isZero();
    }
}
