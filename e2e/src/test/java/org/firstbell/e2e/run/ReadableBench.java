package org.firstbell.e2e.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.e2e.story.GoogleAccount.aGoogleAccount;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.firstbell.bench.Goal;
import org.firstbell.bench.Recording;
import org.firstbell.bench.Scale;
import org.firstbell.bench.Series;
import org.firstbell.bench.Turns;
import org.firstbell.bench.Unit;
import org.firstbell.e2e.browser.Callback;
import org.firstbell.e2e.client.LmsClient;
import org.firstbell.e2e.peer.FireAndForgetListenerFactory;
import org.firstbell.e2e.story.EndToEnd;
import org.firstbell.e2e.story.GoogleAccount;
import org.firstbell.e2e.story.Measured;
import org.firstbell.e2e.story.School;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * How soon after a first login the newcomer's privileges can be read through the API, on a system with nothing else to do:
 * with Firstbell's listener, and with one that posts the same event after the commit and stores nothing.
 *
 * <p>Measured is from the redirect that ends the login to the first answer with the privileges. A teacher asks: the
 * newcomer's own first request would attach by itself, with or without an event.
 */
@EndToEnd
@Isolated
final class ReadableBench {

    private static final String OURS = "Firstbell";
    private static final String PEER = "posted after the commit, without an outbox";

    private final School school;
    private final Scale scale = Scale.fromSystemProperties();

    ReadableBench(School school) {
        this.school = school;
    }

    @Test
    void readable() throws Exception {
        String teacher = school.hireATeacher();
        List<Series> series;
        try {
            series = new Turns()
                    .of(OURS, 1, () -> firstLogin(teacher, "firstbell"))
                    .of(PEER, 1, () -> firstLogin(teacher, FireAndForgetListenerFactory.ID))
                    .take(scale.of(30, 3), scale.of(200, 10));
        } finally {
            listenWith("firstbell");
        }
        Recording recording = Measured.on(
                        school.system(),
                        new Recording("readable", "Login committed to privileges readable", Unit.MILLISECONDS, ""))
                .add(series);
        recording
                .goal(Goal.atMost(
                        500, Unit.MILLISECONDS, "p99", series.get(0).spread().p99()))
                .goal(Goal.ratioAtMost(
                        1.2, "with an outbox / without, median", recording.median(OURS, 1) / recording.median(PEER, 1)))
                .note(
                        "From the redirect that ends the login to the first answer that shows the privileges to a teacher,"
                                + " who asks again and again.")
                .end();
    }

    private double firstLogin(String teachersAddress, String listener) throws Exception {
        listenWith(listener);
        LmsClient teacher = school.withPassword(teachersAddress);
        String course = teacher.createCourse("Readable");
        GoogleAccount newcomer = school.open(aGoogleAccount());
        teacher.grant(course, newcomer.email(), List.of("manage_events"), List.of())
                .expect(200);
        school.awaitPlaceholder(newcomer);
        assertThat(school.goToGoogleAndBack(newcomer)).isInstanceOf(Callback.class);
        return Unit.MILLISECONDS.time(() -> awaitPrivileges(teacher, course, newcomer));
    }

    private static JsonNode awaitPrivileges(LmsClient teacher, String course, GoogleAccount newcomer) {
        return School.PATIENCE
                .withoutPause()
                .await(
                        "privileges",
                        () -> teacher.person(course, newcomer.email()).filter(School::isActive));
    }

    private void listenWith(String listener) {
        school.admin()
                .put("school", Map.of("eventsListeners", List.of("jboss-logging", listener)))
                .expect(204);
    }
}
