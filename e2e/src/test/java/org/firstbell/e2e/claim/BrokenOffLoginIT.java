package org.firstbell.e2e.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.e2e.claim.ImportedSchool.LINK;
import static org.firstbell.e2e.claim.ImportedSchool.aNewAddress;
import static org.firstbell.e2e.claim.ImportedSchool.refused;
import static org.firstbell.e2e.claim.ImportedSchool.subject;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.firstbell.e2e.browser.Callback;
import org.firstbell.e2e.browser.Landing;
import org.firstbell.e2e.browser.Page;
import org.firstbell.e2e.browser.SignInOutcome.SignedIn;
import org.firstbell.e2e.client.Patience;
import org.firstbell.e2e.google.GoogleIdentity;
import org.firstbell.e2e.google.PlayedGoogle;
import org.firstbell.e2e.story.EndToEnd;
import org.firstbell.e2e.system.FirstbellSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A first login takes two requests: the first claims, the second writes the link. Whatever happens in between, the
 * person gets in, and nobody else does.
 */
@EndToEnd
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BrokenOffLoginIT {

    private static final int LONGEST_LOGIN_SECONDS = 4;
    private static final Patience PATIENCE = Patience.of(Duration.ofSeconds(30));

    private final FirstbellSystem system;
    private final ImportedSchool school;
    private final ImportedSchool hastySchool;
    private String placeholder;
    private GoogleIdentity newcomer;

    BrokenOffLoginIT(FirstbellSystem system, PlayedGoogle google) {
        this.system = system;
        school = new ImportedSchool(system, google, "broken-off", "school.example", realm -> {});
        hastySchool = new ImportedSchool(
                system,
                google,
                "hasty",
                "school.example",
                realm -> realm.put("accessCodeLifespan", 1)
                        .put("accessCodeLifespanUserAction", 1)
                        .put("accessCodeLifespanLogin", LONGEST_LOGIN_SECONDS));
    }

    @AfterAll
    void closeSchools() {
        school.close();
        hastySchool.close();
    }

    @BeforeEach
    void createPlaceholder() {
        newcomer = GoogleIdentity.of(aNewAddress());
        placeholder = school.placeholderFor((String) newcomer.idToken().get("email"));
    }

    @Nested
    final class WhenTheBrowserStopsBetweenTheTwoRequests {

        private final Attempt brokenOff = school.attemptThatStopsAt(LINK);
        private URI link;

        @BeforeEach
        void breakOff() {
            link = ((Callback) brokenOff.goAs(newcomer)).uri();
            school.assertMarkedAndUnlinked(placeholder);
        }

        @Test
        void itGoesOnWhereItStopped() {
            assertThat(subject(brokenOff.outcome(brokenOff.open(link)))).isEqualTo(placeholder);
            school.assertBelongsTo(placeholder, newcomer);
        }

        @Test
        void itStartsAnewInTheSameBrowser() {
            Attempt again = school.attempt(brokenOff.browser());
            URI secondLink = ((Callback) again.goAs(newcomer)).uri();

            assertThat(subject(again.outcome(again.open(secondLink)))).isEqualTo(placeholder);
            school.assertBelongsTo(placeholder, newcomer);
        }

        @Test
        void itStartsAnewInAnotherBrowserAndTheOldOneChangesNothing() {
            school.assertGetsIn(newcomer, placeholder);

            refused(brokenOff.open(link));

            school.assertGetsIn(newcomer, placeholder);
        }

        @Test
        void somebodyElseInTheSameBrowserIsSomebodyElse() {
            GoogleIdentity other = GoogleIdentity.of(aNewAddress());
            String othersPlaceholder =
                    school.placeholderFor((String) other.idToken().get("email"));
            Attempt othersAttempt = school.attempt(brokenOff.browser());
            URI othersLink = ((Callback) othersAttempt.goAs(other)).uri();

            assertThat(subject(othersAttempt.outcome(othersAttempt.open(othersLink))))
                    .isEqualTo(othersPlaceholder);
            school.assertBelongsTo(othersPlaceholder, other);
            school.assertMarkedAndUnlinked(placeholder);
            school.assertGetsIn(newcomer, placeholder);
        }

        @Test
        void somebodyElseInTheSameTabDoesNotBecomeTheOneWhoLeft() {
            Page again =
                    refused(brokenOff.open(URI.create(school.uri() + "/login-actions/restart?" + link.getRawQuery())));
            GoogleIdentity other = GoogleIdentity.of(aNewAddress());
            Landing landing = brokenOff.answer(brokenOff.choose(again, "google"), other);

            String account = subject(brokenOff.outcome(brokenOff.open(((Callback) landing).uri())));

            assertThat(account).isNotEqualTo(placeholder);
            school.assertBelongsTo(account, other);
            school.assertMarkedAndUnlinked(placeholder);
            school.assertGetsIn(newcomer, placeholder);
        }

        @Test
        void itGoesOnWhereItStoppedEvenIfTheAccountWasDisabledMeanwhile() {
            school.put("users/" + placeholder, Map.of("enabled", false));

            assertThat(subject(brokenOff.outcome(brokenOff.open(link)))).isEqualTo(placeholder);
            school.assertBelongsTo(placeholder, newcomer);
            school.assertGetsIn(newcomer, placeholder);
        }

        @Test
        void aPlaceholderThatIsDeletedMeanwhileIsNotClaimed() {
            school.admin()
                    .delete(school.name() + "/firstbell/placeholders/" + placeholder)
                    .expect(204);

            refused(brokenOff.open(link));

            String account = subject(school.signIn(newcomer));
            school.assertBelongsTo(account, newcomer);
        }
    }

    @Nested
    final class WhenLoginsRace {

        @Test
        void twoTabsOfABrowserEndWithOneAccount() throws Exception {
            Attempt one = school.attemptThatStopsAt(LINK);
            Attempt two = school.attempt(one.browser());
            URI linkOne = ((Callback) one.goAs(newcomer)).uri();
            URI linkTwo = ((Callback) two.goAs(newcomer)).uri();

            List<Landing> landings = atOnce(List.of(() -> one.open(linkOne), () -> two.open(linkTwo)));

            assertThat(landings).hasAtLeastOneElementOfType(Callback.class);
            school.assertGetsIn(newcomer, placeholder);
        }

        @Test
        void twentyFirstLoginsOfOnePersonEndWithOneAccount() throws Exception {
            List<Callable<Optional<String>>> logins = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                logins.add(() -> {
                    Attempt attempt = school.attempt();
                    return attempt.outcome(attempt.goAs(newcomer)) instanceof SignedIn signedIn
                            ? Optional.of(subject(signedIn))
                            : Optional.empty();
                });
            }

            List<Optional<String>> accounts = atOnce(logins);

            assertThat(accounts.stream().flatMap(Optional::stream)).isNotEmpty().containsOnly(placeholder);
            school.assertGetsIn(newcomer, placeholder);
        }

        @Test
        void twoPeopleWithOneAddressDoNotBothGetIt() throws Exception {
            GoogleIdentity namesake = newcomer.with("sub", newcomer.subject() + "9");
            Attempt one = school.attemptThatStopsAt(LINK);
            Attempt two = school.attemptThatStopsAt(LINK);
            URI linkOne = ((Callback) one.goAs(newcomer)).uri();
            URI linkTwo = ((Callback) two.goAs(namesake)).uri();

            List<Landing> landings = atOnce(List.of(() -> one.open(linkOne), () -> two.open(linkTwo)));

            assertThat(landings).filteredOn(Callback.class::isInstance).hasSize(1);
            school.assertBelongsTo(placeholder, landings.get(0) instanceof Callback ? newcomer : namesake);
        }

        private <T> List<T> atOnce(List<Callable<T>> actions) throws Exception {
            CyclicBarrier start = new CyclicBarrier(actions.size());
            ExecutorService threads = Executors.newFixedThreadPool(actions.size());
            try {
                List<Future<T>> results = new ArrayList<>();
                for (Callable<T> action : actions) {
                    results.add(threads.submit(() -> {
                        start.await();
                        return action.call();
                    }));
                }
                List<T> values = new ArrayList<>();
                for (Future<T> result : results) {
                    values.add(result.get());
                }
                return values;
            } finally {
                threads.shutdownNow();
            }
        }
    }

    @Nested
    final class WhenTheTimeForALoginHasPassed {

        private String unfinished;

        @BeforeEach
        void breakOff() {
            unfinished = hastySchool.placeholderFor((String) newcomer.idToken().get("email"));
        }

        @Test
        void theAccountIsAnUntouchedPlaceholderAgain() {
            Attempt brokenOff = hastySchool.attemptThatStopsAt(LINK);
            URI link = ((Callback) brokenOff.goAs(newcomer)).uri();
            assertThat(hastySchool.user(unfinished).required("enabled").booleanValue())
                    .isTrue();

            awaitUntouched();

            refused(brokenOff.open(link));
            hastySchool.assertUntouched(unfinished);
            hastySchool.assertGetsIn(newcomer, unfinished);
        }

        @Test
        void aCrashInBetweenKeepsNobodyOutAndLeavesNothingOpen() {
            Attempt brokenOff = hastySchool.attemptThatStopsAt(LINK);
            URI link = ((Callback) brokenOff.goAs(newcomer)).uri();
            school.attemptThatStopsAt(LINK).goAs(newcomer);

            system.keycloak().kill();
            system.keycloak().start();

            school.assertMarkedAndUnlinked(placeholder);
            school.assertGetsIn(newcomer, placeholder);
            refused(brokenOff.open(link));
            awaitUntouched();
            hastySchool.assertGetsIn(newcomer, unfinished);
        }

        private void awaitUntouched() {
            PATIENCE.await(
                    "the account to be disabled",
                    () -> Optional.of(hastySchool.user(unfinished))
                            .filter(user -> !user.required("enabled").booleanValue()));
            hastySchool.assertUntouched(unfinished);
        }
    }
}
