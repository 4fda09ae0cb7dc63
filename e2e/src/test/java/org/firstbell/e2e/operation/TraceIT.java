package org.firstbell.e2e.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.e2e.story.GoogleAccount.aGoogleAccount;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.firstbell.e2e.browser.Browser;
import org.firstbell.e2e.browser.LmsSignIn;
import org.firstbell.e2e.browser.SignInOutcome.SignedIn;
import org.firstbell.e2e.client.LmsClient;
import org.firstbell.e2e.client.Patience;
import org.firstbell.e2e.story.EndToEnd;
import org.firstbell.e2e.story.GoogleAccount;
import org.firstbell.e2e.story.School;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@EndToEnd
@ResourceLock(School.LOCK)
final class TraceIT {

    private static final Patience PATIENCE = Patience.of(Duration.ofSeconds(60));

    private final School school;
    private final OtlpReceiver receiver;

    TraceIT(School school, OtlpReceiver receiver) {
        this.school = school;
        this.receiver = receiver;
    }

    @Test
    void oneTraceLeadsFromTheLoginThroughThePushToTheAttach() {
        String trace = traceEndingIn("0000000000000001");

        signInToACourse(trace);

        List<TracedSpan> path = PATIENCE.await("the attach in the trace", () -> path(trace));
        assertThat(path).extracting(TracedSpan::service).containsSubsequence("firstbell-lms-api", "keycloak");
        assertThat(path)
                .extracting(TracedSpan::name)
                .containsSubsequence("attach", "POST /events", "POST")
                .last()
                .asString()
                .contains("after-first-broker-login");
    }

    @Test
    void aBrowserDoesNotDecideWhetherKeycloakTracesIt() {
        String unwanted = traceEndingIn("7fffffffffffffff");
        String wanted = traceEndingIn("0000000000000001");

        signInToACourse(unwanted);
        signInToACourse(wanted);

        PATIENCE.await("the attach in the later trace", () -> path(wanted));
        assertThat(receiver.spansOf(unwanted))
                .noneMatch(
                        span -> span.service().equals("keycloak") || span.name().equals("attach"));
    }

    private static String traceEndingIn(String half) {
        return UUID.randomUUID().toString().replace("-", "").substring(16) + half;
    }

    /** Somebody whom a course waits for signs in, in a browser that asks for a trace. */
    private void signInToACourse(String traceId) {
        LmsClient teacher = school.aTeacher();
        String course = teacher.createCourse("Algebra 1");
        GoogleAccount account = school.open(aGoogleAccount());
        teacher.grant(course, account.email(), List.of("manage_events"), List.of())
                .expect(200);
        URI lms = school.system().lms().uri();
        Browser browser = new Browser(lms);
        browser.traceAs("00-" + traceId + "-" + browsersSpan(traceId) + "-01");

        assertThat(new LmsSignIn(school.realm(), lms, browser).throughGoogle(account.email(), School.PASSWORD))
                .isInstanceOf(SignedIn.class);
    }

    private static String browsersSpan(String traceId) {
        return traceId.substring(0, 16);
    }

    /** From the attach up to the request of the browser; empty while any of it has not been exported. */
    private Optional<List<TracedSpan>> path(String traceId) {
        List<TracedSpan> spans = receiver.spansOf(traceId);
        List<TracedSpan> path = new ArrayList<>();
        Optional<TracedSpan> next =
                spans.stream().filter(span -> span.name().equals("attach")).findFirst();
        while (next.isPresent()) {
            path.add(next.get());
            Optional<String> parent = next.get().parent();
            if (parent.filter(browsersSpan(traceId)::equals).isPresent()) {
                return Optional.of(path);
            }
            next = spans.stream()
                    .filter(span -> parent.filter(span.id()::equals).isPresent())
                    .findFirst();
        }
        return Optional.empty();
    }
}
