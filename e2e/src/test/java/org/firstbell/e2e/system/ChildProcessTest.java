package org.firstbell.e2e.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.firstbell.e2e.client.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChildProcessTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private ChildProcess process;

    @AfterEach
    void leaveNothingRunning() {
        if (process != null) {
            process.kill();
        }
    }

    @Test
    void isReadyAsSoonAsItSaysSo() {
        start("serve");

        process.awaitReady(() -> log().contains("serving"), LONG);

        assertThat(process.isAlive()).isTrue();
    }

    @Test
    void endingBeforeItIsReadyIsToldWithItsLastWords() {
        start("fail");

        assertThatThrownBy(() -> process.awaitReady(() -> false, LONG))
                .isInstanceOf(CannotRunException.class)
                .hasMessageContaining("The child ended with exit code 3 before it was ready")
                .hasMessageContaining(directory.resolve("child.log").toString())
                .hasMessageContaining("no database");
    }

    @Test
    void neverGettingReadyIsTold() {
        start("serve");

        assertThatThrownBy(() -> process.awaitReady(() -> false, Duration.ofMillis(100)))
                .isInstanceOf(CannotRunException.class)
                .hasMessageContaining("was not ready after");
    }

    @Test
    void aFailedJobIsToldWithItsLastWords() {
        start("fail");

        assertThatThrownBy(() -> process.awaitSuccess(LONG))
                .isInstanceOf(CannotRunException.class)
                .hasMessageContaining("failed with exit code 3")
                .hasMessageContaining("no database");
    }

    @Test
    void stopsWhenAskedTo() {
        start("serve");
        process.awaitReady(() -> log().contains("serving"), LONG);

        process.stop();

        assertThat(process.isAlive()).isFalse();
        assertThat(log()).contains("tidied up");
    }

    @Test
    void isNotAskedWhileNobodyHasSeenItReady() {
        start("serve");
        Patience.of(LONG).await("the child", () -> Optional.of(log()).filter(text -> text.contains("serving")));

        process.stop();

        assertThat(process.isAlive()).isFalse();
        assertThat(log()).doesNotContain("tidied up");
    }

    @Test
    void isKilledWithoutTimeToTidyUp() {
        start("serve");
        process.awaitReady(() -> log().contains("serving"), LONG);

        process.kill();

        assertThat(process.isAlive()).isFalse();
        assertThat(log()).doesNotContain("tidied up");
    }

    @Test
    void aClosedSlotTakesNobodyIn() {
        ProcessSlot slot = new ProcessSlot();
        process = slot.start(command("serve"));

        slot.close();

        assertThat(process.isAlive()).isFalse();
        assertThatThrownBy(() -> slot.start(command("serve"))).isInstanceOf(CannotRunException.class);
    }

    @Test
    void aSlotTakesInOneAfterTheOther() {
        try (ProcessSlot slot = new ProcessSlot()) {
            process = slot.start(command("serve"));
            assertThatThrownBy(() -> slot.start(command("serve"))).hasMessageContaining("running already");

            slot.kill();
            process = slot.start(command("serve"));

            assertThat(process.isAlive()).isTrue();
        }
    }

    private void start(String behaviour) {
        process = command(behaviour).start();
    }

    private ChildProcess.Command command(String behaviour) {
        return new ChildProcess.Command(
                "The child",
                List.of(
                        ChildProcess.Command.java(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        behaviour),
                Map.of(),
                directory,
                directory.resolve("child.log"));
    }

    private String log() {
        try {
            return Files.readString(directory.resolve("child.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the tests start: a server, or a job that fails. */
    static final class Child {

        private Child() {}

        public static void main(String[] arguments) throws InterruptedException {
            if (arguments[0].equals("fail")) {
                System.err.println("no database");
                System.exit(3);
            }
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("tidied up")));
            System.out.println("serving");
            new CountDownLatch(1).await();
        }
    }
}
