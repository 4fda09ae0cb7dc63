package org.firstbell.e2e.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.e2e.claim.ImportedSchool.aNewAddress;

import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.firstbell.e2e.browser.Callback;
import org.firstbell.e2e.google.GoogleIdentity;
import org.firstbell.e2e.google.PlayedGoogle;
import org.firstbell.e2e.story.EndToEnd;
import org.firstbell.e2e.story.StatementCounter;
import org.firstbell.e2e.system.FirstbellSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.parallel.Isolated;

/** What a claim asks of the database, beside what Keycloak asks to create a user. */
@EndToEnd
@Isolated
@DisabledIfSystemProperty(
        named = "firstbell.containers",
        matches = "true",
        disabledReason = "the database in a container does not count statements")
final class ClaimStatementsIT {

    /** The first reads what is cached from then on; sweeps come in between now and then. */
    private static final int LOGINS = 6;

    private final FirstbellSystem system;
    private final PlayedGoogle google;
    private final StatementCounter statements;

    ClaimStatementsIT(FirstbellSystem system, PlayedGoogle google) {
        this.system = system;
        this.google = google;
        statements = new StatementCounter(system);
    }

    @Test
    void areHardlyMoreThanACreations() {
        try (ImportedSchool claiming = school("claiming-counted");
                ImportedSchool creating = school("creating-counted", "idp-create-user-if-unique")) {
            List<String> claim = fewest(claiming, () -> {
                GoogleIdentity waitedFor = GoogleIdentity.of(aNewAddress());
                claiming.placeholderFor((String) waitedFor.idToken().get("email"));
                return waitedFor;
            });
            List<String> creation = fewest(creating, () -> GoogleIdentity.of(aNewAddress()));

            assertThat(claim)
                    .as("%d statements; a creation's are %d: %s", claim.size(), creation.size(), creation)
                    .hasSizeLessThanOrEqualTo(creation.size() + 3);
        }
    }

    private List<String> fewest(ImportedSchool school, Supplier<GoogleIdentity> newcomer) {
        return Stream.generate(() -> firstLogin(school, newcomer.get()))
                .limit(LOGINS)
                .min(Comparator.comparingInt(List::size))
                .orElseThrow();
    }

    private List<String> firstLogin(ImportedSchool school, GoogleIdentity identity) {
        Attempt attempt = school.attempt();
        URI request = attempt.choose(attempt.loginPage(), "google");
        return statements.during(
                () -> assertThat(attempt.answer(request, identity)).isInstanceOf(Callback.class));
    }

    private ImportedSchool school(String name, String... alternatives) {
        return new ImportedSchool(system, google, name, "school.example", realm -> {
            if (alternatives.length > 0) {
                ImportedSchool.replaceTheFlow(realm, List.of(alternatives));
            }
        });
    }
}
