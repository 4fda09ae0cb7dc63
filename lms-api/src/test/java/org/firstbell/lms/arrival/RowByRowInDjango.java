package org.firstbell.lms.arrival;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.firstbell.lms.testing.Someone;

/**
 * What waits for a newcomer, attached as the discussion that the project started from worked it out: a Django that is kept
 * running, and told of one newcomer after another. What it does is in {@code row_by_row.py}.
 */
final class RowByRowInDjango implements AutoCloseable {

    private static final Path PROGRAM = Path.of("src/test/resources/org/firstbell/lms/arrival/row_by_row.py");

    private final Process process;
    private final BufferedReader answers;
    private final String version;

    private RowByRowInDjango(String python) throws IOException {
        Config config = ConfigProvider.getConfig();
        URI database = URI.create(
                config.getValue("quarkus.datasource.jdbc.url", String.class).substring("jdbc:".length()));
        ProcessBuilder django = new ProcessBuilder(
                        python,
                        PROGRAM.toString(),
                        database.getHost(),
                        String.valueOf(database.getPort()),
                        database.getPath().substring(1),
                        config.getValue("quarkus.datasource.username", String.class))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        django.environment().put("PGPASSWORD", config.getValue("quarkus.datasource.password", String.class));
        process = django.start();
        answers = process.inputReader(UTF_8);
        try {
            version = answer();
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** {@return a Django, or empty where there is no Python with Django and psycopg2} */
    static Optional<RowByRowInDjango> start() {
        return List.of("python3", "/usr/bin/python3").stream()
                .filter(RowByRowInDjango::hasDjango)
                .findFirst()
                .map(python -> {
                    try {
                        return new RowByRowInDjango(python);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    private static boolean hasDjango(String python) {
        try {
            return new ProcessBuilder(python, "-c", "import django, psycopg2")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String version() {
        return version;
    }

    /** {@return how many milliseconds it took, by its own clock} */
    double attach(Someone newcomer) throws IOException {
        process.outputWriter(UTF_8).write(newcomer.id() + " " + newcomer.email() + "\n");
        process.outputWriter(UTF_8).flush();
        return Double.parseDouble(answer());
    }

    private String answer() throws IOException {
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("Django has ended");
        }
        return answer;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
