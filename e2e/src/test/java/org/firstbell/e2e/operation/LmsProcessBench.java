package org.firstbell.e2e.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.firstbell.bench.Goal;
import org.firstbell.bench.Recording;
import org.firstbell.bench.Scale;
import org.firstbell.bench.Turns;
import org.firstbell.bench.Unit;
import org.firstbell.e2e.client.LmsClient;
import org.firstbell.e2e.story.EndToEnd;
import org.firstbell.e2e.story.Measured;
import org.firstbell.e2e.story.School;
import org.firstbell.e2e.system.LmsServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.parallel.Isolated;

/** How soon the packaged LMS API serves, and how much memory its process has: once it serves, and at work. */
@EndToEnd
@Isolated
@EnabledOnOs(value = OS.LINUX, disabledReason = "the memory of a process is read in /proc")
final class LmsProcessBench {

    private static final String START = "start to ready";
    private static final String IDLE = "idle, just started";
    private static final String AT_WORK = "at work";
    private static final int AT_ONCE = 8;

    private final School school;
    private final LmsServer lms;
    private final Scale scale = Scale.fromSystemProperties();

    LmsProcessBench(School school) {
        this.school = school;
        lms = school.system().lms();
    }

    @Test
    void start() throws Exception {
        Recording recording = Measured.on(
                        school.system(), new Recording("lms-start", "The LMS API's start", Unit.SECONDS, ""))
                .add(new Turns().of(START, 1, this::startAgain).take(1, scale.of(7, 2)));
        recording
                .goal(Goal.atMost(
                        3, Unit.SECONDS, "from the start of the process to ready", recording.median(START, 1)))
                .note("Seen by asking for its readiness every 50 ms.")
                .end();
    }

    @Test
    void memory() throws Exception {
        LmsClient teacher = school.aTeacher();
        String course = teacher.createCourse("Busy");
        Recording recording = Measured.on(
                        school.system(), new Recording("lms-memory", "The LMS API's memory", Unit.MEGABYTES, ""))
                .add(new Turns()
                        .of(IDLE, 1, this::megabytesAfterAStart)
                        .of(AT_WORK, 1, () -> megabytesAtWork(teacher, course))
                        .take(0, scale.of(3, 1)));
        recording
                .goal(Goal.atMost(300, Unit.MEGABYTES, "resident, at work", recording.median(AT_WORK, 1)))
                .note("Resident memory as Linux counts it, of a process with its packed options; at work: the most"
                        + " that was seen during " + load().toSeconds() + " s of " + AT_ONCE
                        + " people who ask for their courses, their privileges, a course's people, and give"
                        + " something.")
                .end();
    }

    private double startAgain() throws Exception {
        lms.stop();
        return Unit.SECONDS.time(() -> {
            lms.start();
            return lms;
        });
    }

    private double megabytesAfterAStart() throws Exception {
        startAgain();
        return residentMegabytes();
    }

    private double megabytesAtWork(LmsClient teacher, String course) throws Exception {
        ExecutorService people = Executors.newFixedThreadPool(AT_ONCE);
        try {
            long until = System.nanoTime() + load().toNanos();
            List<Future<?>> work = new ArrayList<>();
            for (int person = 0; person < AT_ONCE; person++) {
                String email = "busy" + person + "@school.example";
                work.add(people.submit(() -> {
                    while (System.nanoTime() < until) {
                        teacher.me().expect(200);
                        teacher.get("/api/courses/" + course + "/privileges/me").expect(200);
                        teacher.get("/api/courses/" + course + "/people").expect(200);
                        teacher.grant(course, email, List.of("manage_events"), List.of())
                                .expect(200);
                    }
                }));
            }
            double most = 0;
            while (System.nanoTime() < until) {
                most = Math.max(most, residentMegabytes());
                teacher.me().expect(200);
            }
            for (Future<?> done : work) {
                done.get();
            }
            return most;
        } finally {
            people.shutdownNow();
        }
    }

    /** Shorter than a token lasts. */
    private Duration load() {
        return Duration.ofSeconds(scale.of(20, 3));
    }

    private static double residentMegabytes() throws IOException {
        List<ProcessHandle> ours = ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains("@java.options -jar quarkus-run.jar"))
                .toList();
        assertThat(ours).hasSize(1);
        for (String line :
                Files.readAllLines(Path.of("/proc", Long.toString(ours.get(0).pid()), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 1e6;
            }
        }
        throw new IllegalStateException("the process has ended");
    }
}
