package org.firstbell.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * On what something was measured. Names neither a host nor a path.
 *
 * @param cores that the JVM may use
 * @param memoryGigabytes of 10^9 bytes, rounded
 */
public record Machine(String processor, int cores, long memoryGigabytes, String system, String java) {

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    /** The one we run on. */
    public static Machine thisOne() {
        var memory = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new Machine(
                processorName(),
                Runtime.getRuntime().availableProcessors(),
                Math.round(memory.getTotalMemorySize() / 1e9),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                "Java " + Runtime.version().feature() + " (" + System.getProperty("java.vm.name") + " "
                        + System.getProperty("java.version") + ")");
    }

    /** Linux tells; elsewhere the architecture must do. */
    private static String processorName() {
        if (!Files.isReadable(PROCESSORS)) {
            return System.getProperty("os.arch");
        }
        try (var lines = Files.lines(PROCESSORS)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
