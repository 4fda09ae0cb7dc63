package org.firstbell.e2e.delivery;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.firstbell.e2e.system.Checkout;

/** Processes whose wall clock is wrong, by a library that is put between them and the system's. */
final class WrongClock {

    private static final Path SOURCE = Checkout.fromSystemProperties().root().resolve("e2e/src/test/c/wrong_clock.c");

    private WrongClock() {}

    /**
     * What to add to a process's environment. The test is skipped where there is no Linux or no C compiler.
     *
     * @param directory for the compiled library
     */
    static Map<String, String> ahead(Duration offset, Path directory) throws IOException, InterruptedException {
        Path library = directory.resolve("wrong_clock.so");
        assumeTrue(compiles(library), "SKIPPED: no C compiler here, so no clock can be wrong; install gcc");
        return Map.of("LD_PRELOAD", library.toString(), "WRONG_CLOCK_SECONDS", String.valueOf(offset.toSeconds()));
    }

    private static boolean compiles(Path library) throws InterruptedException {
        try {
            return new ProcessBuilder("cc", "-shared", "-fPIC", "-o", library.toString(), SOURCE.toString(), "-ldl")
                            .inheritIO()
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noCompiler) {
            return false;
        }
    }
}
