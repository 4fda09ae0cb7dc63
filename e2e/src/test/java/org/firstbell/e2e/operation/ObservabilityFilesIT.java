package org.firstbell.e2e.operation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.e2e.story.GoogleAccount.aGoogleAccount;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.firstbell.e2e.client.Patience;
import org.firstbell.e2e.story.EndToEnd;
import org.firstbell.e2e.story.School;
import org.firstbell.e2e.system.Checkout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The dashboard and the alert rules in {@code deploy/observability} ask for what the running system exports. */
@EndToEnd
@ResourceLock(School.LOCK)
final class ObservabilityFilesIT {

    private static final Patience PATIENCE = Patience.of(Duration.ofSeconds(60));
    private static final Pattern RULE = Pattern.compile("(?m)^ +expr: (.+)$");
    private static final Pattern GROUPING = Pattern.compile("\\b(by|without) *\\([^)]*\\)");
    private static final Pattern SELECTOR = Pattern.compile("\\b([a-z][a-z0-9_]+)\\b(?! *\\()(?:\\{([^}]*)})?");
    private static final Pattern EQUALS = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");
    private static final Pattern RANGE = Pattern.compile("\\[[0-9a-z]+]");

    private final School school;

    ObservabilityFilesIT(School school) {
        this.school = school;
    }

    /** A metric, and labels with exactly these values; labels that are matched otherwise are left open. */
    private record Selector(String metric, List<String> labels) {

        boolean selects(String sample) {
            return (sample.startsWith(metric + "{") || sample.startsWith(metric + " "))
                    && labels.stream().allMatch(sample::contains);
        }
    }

    @Test
    void everyMetricInTheDashboardIsExported() throws IOException {
        List<String> expressions = new ObjectMapper()
                .readTree(file("grafana-dashboard.json").toFile())
                .findValuesAsText("expr");

        assertThat(expressions).hasSizeGreaterThan(10);
        assertExported(expressions);
    }

    @Test
    void everyMetricInTheRulesIsExported() throws IOException {
        List<String> expressions = RULE.matcher(Files.readString(file("alert-rules.yaml")))
                .results()
                .map(rule -> rule.group(1))
                .toList();

        assertThat(expressions).hasSizeGreaterThan(5);
        assertExported(expressions);
    }

    @Test
    void whatIsInAnExpressionIsFound() {
        assertThat(selectors("max by (status) (a_b{status=\"dead\",uri=~\"x.*\"}) / rate(c_total[5m]) > 0"))
                .containsExactly(new Selector("a_b", List.of("status=\"dead\"")), new Selector("c_total", List.of()));
    }

    private void assertExported(List<String> expressions) {
        school.arrive(school.open(aGoogleAccount()));
        for (String expression : expressions) {
            assertThat(selectors(expression)).isNotEmpty();
            for (Selector selector : selectors(expression)) {
                PATIENCE.await(
                        selector + " of " + expression,
                        () -> exported().filter(selector::selects).findFirst());
            }
        }
    }

    private static List<Selector> selectors(String expression) {
        String bare = RANGE.matcher(GROUPING.matcher(expression).replaceAll("")).replaceAll("");
        List<Selector> selectors = new ArrayList<>();
        for (Matcher found = SELECTOR.matcher(bare); found.find(); ) {
            List<String> labels = EQUALS.matcher(
                            Optional.ofNullable(found.group(2)).orElse(""))
                    .results()
                    .map(label -> label.group(1) + "=\"" + label.group(2) + "\"")
                    .toList();
            selectors.add(new Selector(found.group(1), labels));
        }
        return selectors;
    }

    private Stream<String> exported() {
        return Stream.of(
                        school.system().keycloak().metrics(),
                        school.system().lms().metrics())
                .flatMap(ObservabilityFilesIT::lines);
    }

    private static Stream<String> lines(URI metrics) {
        try (InputStream in = metrics.toURL().openStream()) {
            return new String(in.readAllBytes(), UTF_8).lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path file(String name) {
        return Checkout.fromSystemProperties()
                .root()
                .resolve("deploy/observability")
                .resolve(name);
    }
}
