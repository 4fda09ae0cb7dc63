package org.firstbell.e2e.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.e2e.claim.ImportedSchool.LINK;
import static org.firstbell.e2e.claim.ImportedSchool.aNewAddress;
import static org.firstbell.e2e.claim.ImportedSchool.refused;
import static org.firstbell.e2e.claim.ImportedSchool.subject;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Map;
import org.firstbell.e2e.browser.Callback;
import org.firstbell.e2e.browser.Landing;
import org.firstbell.e2e.browser.Page;
import org.firstbell.e2e.client.Answer;
import org.firstbell.e2e.google.GoogleIdentity;
import org.firstbell.e2e.google.PlayedGoogle;
import org.firstbell.e2e.story.EndToEnd;
import org.firstbell.e2e.system.FirstbellSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A claim enables the account one request before the link binds it to somebody. In between, everything that Keycloak
 * offers to the owner of an enabled account works: somebody else reads the newcomer's mail and sets a password, an
 * administrator impersonates. None of it outlives the claim.
 */
@EndToEnd
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FootholdIT {

    private static final String PASSWORD = "correct horse battery staple";

    private final MailServer mail = new MailServer();
    private final ImportedSchool school;
    private final IntrudersTool tool;
    private String email;
    private String placeholder;
    private GoogleIdentity newcomer;
    private Attempt brokenOff;
    private URI link;
    private Attempt intruder;
    private String offlineToken;

    FootholdIT(FirstbellSystem system, PlayedGoogle google) {
        school = new ImportedSchool(system, google, "footholds", "", this::openDoors);
        tool = new IntrudersTool(school);
    }

    private void openDoors(ObjectNode realm) {
        ((ObjectNode) realm.at("/clients/0")).put("fullScopeAllowed", true);
        mail.serve(realm);
        IntrudersTool.addTo(realm);
    }

    @AfterAll
    void closeSchool() {
        school.close();
        mail.close();
    }

    @BeforeEach
    void gainFootholdsWhileAClaimIsOpen() {
        email = aNewAddress();
        placeholder = school.placeholderFor(email);
        newcomer = GoogleIdentity.of(email);
        brokenOff = school.attemptThatStopsAt(LINK);
        link = ((Callback) brokenOff.goAs(newcomer)).uri();

        intruder = school.attempt();
        assertThat(subject(intruder.outcome(setForgottenPassword()))).isEqualTo(placeholder);
        school.post("users/" + placeholder + "/impersonation", Map.of());
        offlineToken =
                passwordGrant().expect(200).body().required("refresh_token").textValue();

        assertThat(school.get("users/" + placeholder + "/sessions")).hasSizeGreaterThanOrEqualTo(2);
        assertThat(school.get("users/" + placeholder + "/credentials")).hasSize(1);
        refresh().expect(200);
    }

    @Test
    void aNewClaimTakesThemAway() {
        Landing landing = school.attemptThatStopsAt(LINK).goAs(newcomer);

        assertThat(landing).isInstanceOf(Callback.class);
        assertNothingIsLeft();
        school.assertMarkedAndUnlinked(placeholder);
        school.assertGetsIn(newcomer, placeholder);
    }

    @Test
    void theLinkTakesThemAwayAndTheSessionOfItsOwnLoginStays() {
        assertThat(subject(brokenOff.outcome(brokenOff.open(link)))).isEqualTo(placeholder);

        assertNothingIsLeft();
        school.assertBelongsTo(placeholder, newcomer);
        assertThat(school.get("users/" + placeholder + "/sessions")).hasSize(1);
        assertThat(brokenOff.open(brokenOff.lmsUri())).isInstanceOf(Callback.class);
    }

    @Test
    void theSweepTakesThemAway() {
        school.letLoginsTimeOut();
        try {
            school.awaitDisabled(placeholder);
        } finally {
            school.giveLoginsTheirTime();
        }

        assertNothingIsLeft();
        school.assertUntouched(placeholder);
        school.assertGetsIn(newcomer, placeholder);
    }

    @Test
    void theyAreNotEnoughToLinkAnotherIdentity() {
        Landing landing = intruder.open(URI.create(intruder.lmsUri() + "&kc_action=idp_link:google"));
        if (landing instanceof Page page) {
            landing = intruder.browser().submit(page.form("form"));
        }

        Page denial = refused(intruder.answer(((Callback) landing).uri(), GoogleIdentity.of(aNewAddress())));

        assertThat(denial.status()).isEqualTo(403);
        assertThat(school.get("users/" + placeholder + "/federated-identity")).isEmpty();
        school.assertGetsIn(newcomer, placeholder);
        assertNothingIsLeft();
    }

    private void assertNothingIsLeft() {
        assertThat(school.get("users/" + placeholder + "/credentials")).isEmpty();
        assertThat(passwordGrant().status()).isIn(400, 401);
        assertThat(refresh().status()).isEqualTo(400);
        refused(intruder.open(intruder.lmsUri()));
    }

    private Landing setForgottenPassword() {
        Page form = (Page) intruder.open(intruder.loginPage().link("a[href*=reset-credentials]"));
        refused(intruder.browser()
                .submit(form.form("form#kc-reset-password-form").fill("username", email)));
        Page password = (Page) intruder.open(mail.linksTo(email).get(0));
        return intruder.browser()
                .submit(password.form("form#kc-passwd-update-form")
                        .fill("password-new", PASSWORD)
                        .fill("password-confirm", PASSWORD));
    }

    private Answer passwordGrant() {
        return tool.passwordGrant(email, PASSWORD, "openid offline_access");
    }

    private Answer refresh() {
        return tool.grant("refresh_token", Map.of("refresh_token", offlineToken));
    }
}
