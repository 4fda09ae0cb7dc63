package org.firstbell.e2e.guide;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A shell that a person opens to follow a guide: what one block sets, the next ones have. It ends with the first failure. */
final class Shell implements AutoCloseable {

    /** Comes after all that a block prints. Record Separator, which nothing else prints. */
    private static final int DONE = 0x1E;

    private final Path directory;
    private final Process bash;
    private int steps;

    Shell(Path directory, Map<String, String> environment) {
        this.directory = directory;
        ProcessBuilder builder = new ProcessBuilder("bash", "-eu", "-o", "pipefail")
                .directory(directory.toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            bash = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether there is such a program. */
    static boolean has(String program) {
        try {
            return new ProcessBuilder("bash", "-c", "command -v " + program)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noShell) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * What a block has printed, standard error included.
     *
     * @param succeeded whether all of its commands have
     */
    record Printed(String text, boolean succeeded) {}

    Printed run(String commands) {
        try {
            Path step = Files.writeString(directory.resolve(".step" + ++steps), commands);
            OutputStream in = bash.getOutputStream();
            in.write((". " + step + " </dev/null\nprintf '\\036'\n").getBytes(UTF_8));
            in.flush();
            return read(bash.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Printed read(InputStream out) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        int next = out.read();
        while (next >= 0 && next != DONE) {
            text.write(next);
            next = out.read();
        }
        return new Printed(text.toString(UTF_8), next == DONE);
    }

    @Override
    public void close() {
        bash.destroy();
    }
}
