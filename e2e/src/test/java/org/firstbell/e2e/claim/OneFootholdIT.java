package org.firstbell.e2e.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.e2e.claim.ImportedSchool.LINK;
import static org.firstbell.e2e.claim.ImportedSchool.aNewAddress;

import java.util.Map;
import org.firstbell.e2e.browser.Callback;
import org.firstbell.e2e.google.GoogleIdentity;
import org.firstbell.e2e.google.PlayedGoogle;
import org.firstbell.e2e.story.EndToEnd;
import org.firstbell.e2e.system.FirstbellSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What somebody gains on an account while its claim is open, be it a single thing. */
@EndToEnd
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OneFootholdIT {

    private final ImportedSchool school;
    private String placeholder;
    private GoogleIdentity newcomer;

    OneFootholdIT(FirstbellSystem system, PlayedGoogle google) {
        school = new ImportedSchool(system, google, "one-foothold", "", realm -> {});
    }

    @AfterAll
    void closeSchool() {
        school.close();
    }

    @BeforeEach
    void openAClaim() {
        String email = aNewAddress();
        placeholder = school.placeholderFor(email);
        newcomer = GoogleIdentity.of(email);
        claimWithoutLink();
    }

    @Test
    void aSessionGoesWithTheNextClaim() {
        school.post("users/" + placeholder + "/impersonation", Map.of());
        assertThat(school.get("users/" + placeholder + "/credentials")).isEmpty();
        assertThat(school.get("users/" + placeholder + "/sessions")).hasSize(1);

        claimWithoutLink();

        assertThat(school.get("users/" + placeholder + "/sessions")).isEmpty();
    }

    @Test
    void aCredentialGoesWithTheNextClaim() {
        school.put("users/" + placeholder + "/reset-password", Map.of("type", "password", "value", "not so secret"));
        assertThat(school.get("users/" + placeholder + "/credentials")).hasSize(1);
        assertThat(school.get("users/" + placeholder + "/sessions")).isEmpty();

        claimWithoutLink();

        assertThat(school.get("users/" + placeholder + "/credentials")).isEmpty();
    }

    private void claimWithoutLink() {
        assertThat(school.attemptThatStopsAt(LINK).goAs(newcomer)).isInstanceOf(Callback.class);
    }
}
