package org.firstbell.e2e.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.e2e.story.GoogleAccount.aGoogleAccount;

import java.util.List;
import org.firstbell.e2e.browser.SignInOutcome;
import org.firstbell.e2e.browser.SignInOutcome.Refused;
import org.firstbell.e2e.client.LmsClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@EndToEnd
@ResourceLock(School.LOCK)
final class UnprovenIdentityIT {

    private final School school;
    private LmsClient teacher;
    private String course;

    UnprovenIdentityIT(School school) {
        this.school = school;
    }

    @BeforeEach
    void openCourse() {
        teacher = school.aTeacher();
        course = teacher.createCourse("Physics");
    }

    @Nested
    final class WhenAPlaceholderWaits {

        @Test
        void anUnverifiedAddressDoesNotClaimIt() {
            assertRefused(
                    aGoogleAccount().withUnverifiedAddress(), "does not confirm that your e-mail address is yours");
        }

        @Test
        void anAccountOfAnotherHostedDomainDoesNotClaimIt() {
            assertRefused(aGoogleAccount().hostedBy("other.example"), "not an account of your school");
        }

        @Test
        void aPrivateAccountDoesNotClaimIt() {
            assertRefused(aGoogleAccount().hostedByNobody(), "not an account of your school");
        }

        private void assertRefused(GoogleAccount account, String reason) {
            school.open(account);
            grantTo(account);
            String placeholder = school.awaitPlaceholder(account);

            SignInOutcome outcome = school.signInThroughGoogle(account);

            assertThat(outcome).isInstanceOf(Refused.class);
            assertThat(((Refused) outcome).page().text()).contains(reason);
            assertThat(((Refused) outcome).page().status()).isEqualTo(403);
            assertThat(school.accountById(placeholder).required("enabled").booleanValue())
                    .isFalse();
            assertThat(school.links(placeholder)).isEmpty();
            assertThat(school.deliveries(placeholder)).isEmpty();
            assertStillPending(account);
        }
    }

    @Nested
    final class WhenNoPlaceholderWaits {

        @Test
        void anUnverifiedAddressGetsAnAccountButNothingThatIsPending() {
            GoogleAccount account = school.open(aGoogleAccount().withUnverifiedAddress());
            school.whilePlaceholdersAreForbidden(() -> {
                grantTo(account);
                return school.arrive(account).me();
            });

            assertStillPending(account);
        }
    }

    private void grantTo(GoogleAccount account) {
        teacher.grant(course, account.email(), List.of("manage_events"), List.of())
                .expect(200);
    }

    private void assertStillPending(GoogleAccount account) {
        assertThat(teacher.person(course, account.email())
                        .orElseThrow()
                        .required("status")
                        .textValue())
                .isEqualTo("pending");
    }
}
