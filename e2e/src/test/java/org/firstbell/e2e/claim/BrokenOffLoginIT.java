package org.firstbell.e2e.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.e2e.claim.ImportedSchool.LINK;
import static org.firstbell.e2e.claim.ImportedSchool.aNewAddress;
import static org.firstbell.e2e.claim.ImportedSchool.refused;
import static org.firstbell.e2e.claim.ImportedSchool.subject;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.firstbell.e2e.browser.Callback;
import org.firstbell.e2e.browser.Landing;
import org.firstbell.e2e.browser.Page;
import org.firstbell.e2e.browser.SignInOutcome.SignedIn;
import org.firstbell.e2e.google.GoogleIdentity;
import org.firstbell.e2e.google.PlayedGoogle;
import org.firstbell.e2e.story.EndToEnd;
import org.firstbell.e2e.system.FirstbellSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * A first login takes two requests: the first claims, the second writes the link. Whatever happens in between, the
 * person gets in, and nobody else does.
 */
@EndToEnd
@Isolated
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BrokenOffLoginIT {

    private final FirstbellSystem system;
    private final ImportedSchool school;
    private String placeholder;
    private GoogleIdentity newcomer;

    BrokenOffLoginIT(FirstbellSystem system, PlayedGoogle google) {
        this.system = system;
        school = new ImportedSchool(system, google, "broken-off", "school.example", realm -> {});
    }

    @AfterAll
    void closeSchool() {
        school.close();
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
        void thePlaceholderIsNotRemovedMeanwhile() {
            assertThat(school.removePlaceholder(placeholder).status()).isEqualTo(409);

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
        void anAccountThatIsDeletedMeanwhileIsNotClaimed() {
            school.admin().delete(school.name() + "/users/" + placeholder).expect(204);

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

        /** Somebody whose Google account is renamed between two logins; a placeholder waits under either address. */
        @Test
        void oneIdentityDoesNotGetTwoAccounts() {
            GoogleIdentity renamed = newcomer.with("email", aNewAddress());
            String other = school.placeholderFor((String) renamed.idToken().get("email"));
            Attempt one = school.attemptThatStopsAt(LINK);
            Attempt two = school.attemptThatStopsAt(LINK);
            URI linkOne = ((Callback) one.goAs(newcomer)).uri();
            URI linkTwo = ((Callback) two.goAs(renamed)).uri();

            assertThat(one.open(linkOne)).isInstanceOf(Callback.class);
            assertThat(refused(two.open(linkTwo)).status()).isEqualTo(403);

            school.assertMarkedAndUnlinked(other);
            school.assertGetsIn(newcomer, placeholder);
        }

        /** The other tab has completed the claim, though not committed, when this one claims; its session stays. */
        @Test
        void aTabThatClaimsTooLateTakesNothingFromTheOneThatCompleted() throws Exception {
            school.attemptThatStopsAt(LINK).goAs(newcomer);
            school.post("users/" + placeholder + "/impersonation", Map.of());
            Attempt late = school.attemptThatStopsAt(LINK);
            try (HeldTransaction completion = new HeldTransaction(system.keycloak())) {
                completion.completeClaim(placeholder);
                CompletableFuture<Landing> landing = CompletableFuture.supplyAsync(() -> late.goAs(newcomer));
                completion.awaitSomebodyWaiting();
                completion.commit();
                landing.get();
            }

            assertThat(school.get("users/" + placeholder + "/sessions")).hasSize(1);
            assertThat(school.user(placeholder)
                            .at("/attributes/firstbell.claimed-at")
                            .isMissingNode())
                    .isTrue();
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

        private Attempt brokenOff;
        private URI link;

        @BeforeEach
        void breakOff() {
            brokenOff = school.attemptThatStopsAt(LINK);
            link = ((Callback) brokenOff.goAs(newcomer)).uri();
            assertThat(school.user(placeholder).required("enabled").booleanValue())
                    .isTrue();
        }

        @AfterEach
        void giveLoginsTheirTime() {
            school.giveLoginsTheirTime();
        }

        @Test
        void theAccountIsAnUntouchedPlaceholderAgain() {
            school.letLoginsTimeOut();
            school.awaitDisabled(placeholder);

            refused(brokenOff.open(link));
            school.assertUntouched(placeholder);
            school.giveLoginsTheirTime();
            school.assertGetsIn(newcomer, placeholder);
        }

        @Test
        void aCrashInBetweenKeepsNobodyOutAndLeavesNothingOpen() {
            GoogleIdentity another = GoogleIdentity.of(aNewAddress());
            String anothersPlaceholder =
                    school.placeholderFor((String) another.idToken().get("email"));
            school.attemptThatStopsAt(LINK).goAs(another);

            system.keycloak().kill();
            system.keycloak().start();

            school.assertMarkedAndUnlinked(placeholder);
            school.assertGetsIn(newcomer, placeholder);
            refused(brokenOff.open(link));
            school.letLoginsTimeOut();
            school.awaitDisabled(anothersPlaceholder);
            school.assertUntouched(anothersPlaceholder);
            school.giveLoginsTheirTime();
            school.assertGetsIn(another, anothersPlaceholder);
        }

        /** The link is written, though not committed, when the sweep comes. */
        @Test
        void aSweepDoesNotDisableAnAccountThatIsBeingLinked() throws Exception {
            try (HeldTransaction linking = new HeldTransaction(system.keycloak())) {
                linking.completeClaim(placeholder);
                school.letLoginsTimeOut();
                linking.awaitSomebodyWaiting();
                linking.commit();
            }
            awaitNextSweep();

            assertThat(school.user(placeholder).required("enabled").booleanValue())
                    .isTrue();
        }

        /** The sweep has disabled the account, though not committed, after the request of the link has read it. */
        @Test
        void aLinkThatIsWrittenDuringTheSweepPrevails() throws Exception {
            try (HeldTransaction sweep = new HeldTransaction(system.keycloak())) {
                sweep.endClaim(placeholder);
                CompletableFuture<Landing> landing = CompletableFuture.supplyAsync(() -> brokenOff.open(link));
                sweep.awaitSomebodyWaiting();
                sweep.commit();

                assertThat(subject(brokenOff.outcome(landing.get()))).isEqualTo(placeholder);
            }
            school.assertBelongsTo(placeholder, newcomer);
            school.assertGetsIn(newcomer, placeholder);
        }

        /** Sweeps come one after the other: when a later claim is ended, no earlier sweep is still at work. */
        private void awaitNextSweep() {
            GoogleIdentity next = GoogleIdentity.of(aNewAddress());
            school.giveLoginsTheirTime();
            String nextPlaceholder =
                    school.placeholderFor((String) next.idToken().get("email"));
            school.attemptThatStopsAt(LINK).goAs(next);
            school.letLoginsTimeOut();
            school.awaitDisabled(nextPlaceholder);
        }
    }
}
