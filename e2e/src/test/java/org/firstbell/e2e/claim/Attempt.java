package org.firstbell.e2e.claim;

import java.net.URI;
import java.util.Map;
import org.firstbell.e2e.browser.Browser;
import org.firstbell.e2e.browser.Callback;
import org.firstbell.e2e.browser.Landing;
import org.firstbell.e2e.browser.LmsSignIn;
import org.firstbell.e2e.browser.Page;
import org.firstbell.e2e.browser.SignInOutcome;
import org.firstbell.e2e.client.JsonHttp;
import org.firstbell.e2e.google.GoogleIdentity;
import org.firstbell.e2e.google.PlayedGoogle;

/** One sign-in to the LMS through Google, in one tab of a browser, step by step. */
final class Attempt {

    private final PlayedGoogle google;
    private final Browser browser;
    private final LmsSignIn signIn;

    Attempt(PlayedGoogle google, Browser browser, LmsSignIn signIn) {
        this.google = google;
        this.browser = browser;
        this.signIn = signIn;
    }

    /** Where the LMS sends the browser to sign in. */
    URI lmsUri() {
        return signIn.authorizationRequest();
    }

    /** Opens the school's login page, in a language that the LMS asks for. */
    Page loginPage(String language) {
        return (Page) browser.open(URI.create(lmsUri() + "&" + JsonHttp.formEncoded(Map.of("ui_locales", language))));
    }

    Page loginPage() {
        return loginPage("en");
    }

    /** Chooses an identity provider; returns the request with which Keycloak sends the browser to Google. */
    URI choose(Page loginPage, String identityProvider) {
        return ((Callback) browser.open(loginPage.link("a#social-" + identityProvider))).uri();
    }

    /** Signs in at Google, and goes wherever that leads. */
    Landing answer(URI request, GoogleIdentity identity) {
        return browser.open(google.answer(request, identity));
    }

    /** The whole way, with Google for identity provider. */
    Landing goAs(GoogleIdentity identity) {
        return answer(choose(loginPage(), "google"), identity);
    }

    Landing open(URI uri) {
        return browser.open(uri);
    }

    SignInOutcome outcome(Landing landing) {
        return signIn.outcome(landing);
    }

    Browser browser() {
        return browser;
    }
}
