package org.firstbell.e2e.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.e2e.claim.ImportedSchool.aNewAddress;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.firstbell.bench.Goal;
import org.firstbell.bench.Recording;
import org.firstbell.bench.Scale;
import org.firstbell.bench.Turns;
import org.firstbell.bench.Unit;
import org.firstbell.e2e.browser.Callback;
import org.firstbell.e2e.browser.Landing;
import org.firstbell.e2e.google.GoogleIdentity;
import org.firstbell.e2e.google.PlayedGoogle;
import org.firstbell.e2e.story.EndToEnd;
import org.firstbell.e2e.story.Measured;
import org.firstbell.e2e.system.FirstbellSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * How long a first login takes with a claim, with Keycloak's own {@code idp-create-user-if-unique} in its place, and with
 * its {@code idp-auto-link} to an account that is there.
 *
 * <p>Measured is what the person waits for, from Google's answer to the redirect back to the LMS, in schools that have people
 * already.
 */
@EndToEnd
@Isolated
final class FirstLoginBench {

    private final FirstbellSystem system;
    private final PlayedGoogle google;
    private final Scale scale = Scale.fromSystemProperties();

    FirstLoginBench(FirstbellSystem system, PlayedGoogle google) {
        this.system = system;
        this.google = google;
    }

    @Test
    void firstLogin() throws Exception {
        try (ImportedSchool claiming = school("claiming");
                ImportedSchool creating = school("creating", "idp-create-user-if-unique");
                ImportedSchool linking = school("linking", "idp-create-user-if-unique", "idp-auto-link")) {
            for (ImportedSchool school : List.of(claiming, creating, linking)) {
                school.fill(scale.of(5_000, 500));
            }
            Recording recording = Measured.on(
                            system, new Recording("first-login", "First brokered login", Unit.MILLISECONDS, ""))
                    .add(new Turns()
                            .of("claim", 1, () -> claim(claiming))
                            .of("stock creation", 1, () -> create(creating))
                            .of("stock auto-link", 1, () -> link(linking))
                            .take(scale.of(40, 3), scale.of(200, 5)));
            double claim = recording.median("claim", 1);
            recording
                    .goal(Goal.ratioAtMost(
                            1.1, "claim / stock creation", claim / recording.median("stock creation", 1)))
                    .goal(Goal.ratioAtMost(
                            1.1, "claim / stock auto-link", claim / recording.median("stock auto-link", 1)))
                    .end();
        }
    }

    private double claim(ImportedSchool school) throws Exception {
        GoogleIdentity waitedFor = GoogleIdentity.of(aNewAddress());
        school.placeholderFor((String) waitedFor.idToken().get("email"));
        return firstLogin(school, waitedFor);
    }

    private double create(ImportedSchool school) throws Exception {
        return firstLogin(school, GoogleIdentity.of(aNewAddress()));
    }

    private double link(ImportedSchool school) throws Exception {
        String email = aNewAddress();
        school.post(
                "users",
                Map.of("username", email, "email", email, "firstName", "New", "lastName", "Comer", "enabled", true));
        return firstLogin(school, GoogleIdentity.of(email));
    }

    private static double firstLogin(ImportedSchool school, GoogleIdentity identity) throws Exception {
        Attempt attempt = school.attempt();
        URI request = attempt.choose(attempt.loginPage(), "google");
        return Unit.MILLISECONDS.time(() -> {
            Landing landing = attempt.answer(request, identity);
            assertThat(landing).isInstanceOf(Callback.class);
            return landing;
        });
    }

    /** A school whose first-broker-login flow consists of these alternatives, or is Firstbell's if there are none. */
    private ImportedSchool school(String name, String... alternatives) {
        return new ImportedSchool(system, google, name, "school.example", realm -> {
            if (alternatives.length > 0) {
                ImportedSchool.replaceTheFlow(realm, List.of(alternatives));
            }
        });
    }
}
