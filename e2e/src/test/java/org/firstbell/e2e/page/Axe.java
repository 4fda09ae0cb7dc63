package org.firstbell.e2e.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/** The accessibility rules of axe-core, as published for browsers. */
final class Axe {

    private static final String SCRIPT = read("/axe.min.js");

    private static final String RUN = """
            async () => {
              const { violations } = await axe.run(document, { resultTypes: ['violations'] });
              return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) =>
                `${id}: ${target.join(' ')}: ${failureSummary}`));
            }
            """;

    private Axe() {}

    /** {@return what is wrong with what the page shows now} */
    @SuppressWarnings("unchecked")
    static List<String> violations(Page page) {
        page.evaluate(SCRIPT);
        return (List<String>) page.evaluate(RUN);
    }

    private static String read(String resource) {
        try (InputStream script = Axe.class.getResourceAsStream(resource)) {
            if (script == null) {
                throw new NoSuchFileException(resource);
            }
            return new String(script.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
