package org.firstbell.e2e.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.e2e.claim.ImportedSchool.aNewAddress;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.firstbell.e2e.browser.Callback;
import org.firstbell.e2e.browser.Landing;
import org.firstbell.e2e.google.GoogleIdentity;
import org.firstbell.e2e.google.PlayedGoogle;
import org.firstbell.e2e.story.EndToEnd;
import org.firstbell.e2e.system.FirstbellSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * How long a first login takes with a claim, and with Keycloak's own {@code idp-create-user-if-unique} in its place.
 *
 * <p>No part of {@code verify}: run with {@code ./mvnw -Pclaim-time}. Measured is what the person waits for, from Google's
 * answer to the redirect back to the LMS. The two take turns, so that whatever else the machine does hits both.
 */
@EndToEnd
@Isolated
final class ClaimTime {

    private static final int WARM_UP = 20;
    private static final int LOGINS = 80;

    private final FirstbellSystem system;
    private final PlayedGoogle google;

    ClaimTime(FirstbellSystem system, PlayedGoogle google) {
        this.system = system;
        this.google = google;
    }

    @Test
    void aClaimTakesNoLongerThanCreatingAUser() {
        try (ImportedSchool claiming = new ImportedSchool(system, google, "claiming", "school.example", realm -> {});
                ImportedSchool stock =
                        new ImportedSchool(system, google, "stock", "school.example", ClaimTime::removeTheClaim)) {
            List<Duration> claims = new ArrayList<>();
            List<Duration> creations = new ArrayList<>();
            for (int login = 0; login < WARM_UP + LOGINS; login++) {
                GoogleIdentity waitedFor = GoogleIdentity.of(aNewAddress());
                claiming.placeholderFor((String) waitedFor.idToken().get("email"));
                Duration claim = firstLogin(claiming, waitedFor);
                Duration creation = firstLogin(stock, GoogleIdentity.of(aNewAddress()));
                if (login >= WARM_UP) {
                    claims.add(claim);
                    creations.add(creation);
                }
            }

            double ratio = (double) median(claims).toNanos() / median(creations).toNanos();

            System.out.printf(
                    "first login, median of %d: %.1f ms with a claim, %.1f ms without, ratio %.2f%n",
                    LOGINS, median(claims).toNanos() / 1e6, median(creations).toNanos() / 1e6, ratio);
            assertThat(ratio).isLessThanOrEqualTo(1.1);
        }
    }

    private static void removeTheClaim(ObjectNode realm) {
        realm.withArray("/authenticationFlows/0/authenticationExecutions").remove(0);
    }

    private static Duration firstLogin(ImportedSchool school, GoogleIdentity identity) {
        Attempt attempt = school.attempt();
        URI request = attempt.choose(attempt.loginPage(), "google");
        long from = System.nanoTime();
        Landing landing = attempt.answer(request, identity);
        Duration took = Duration.ofNanos(System.nanoTime() - from);
        assertThat(landing).isInstanceOf(Callback.class);
        return took;
    }

    private static Duration median(List<Duration> durations) {
        List<Duration> sorted = new ArrayList<>(durations);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
