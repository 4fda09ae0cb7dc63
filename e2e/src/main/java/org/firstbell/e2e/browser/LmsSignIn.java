package org.firstbell.e2e.browser;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.firstbell.e2e.client.JsonHttp;

/**
 * Signs a person in to the LMS at the school's Keycloak, the way the LMS's own pages would: client {@code lms-web},
 * authorization code, PKCE.
 *
 * <p>One sign-in per instance; several instances may share a browser, and then share its single sign-on.
 */
public final class LmsSignIn {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final JsonHttp HTTP = new JsonHttp();

    private final URI realm;
    private final URI redirect;
    private final Browser browser;
    private final String verifier = randomText();
    private final String state = randomText();

    /**
     * Prepares a sign-in; nothing is sent yet.
     *
     * @param realm URL of the school's realm
     * @param lms base URL of the LMS; the browser must take it for the application
     */
    public LmsSignIn(URI realm, URI lms, Browser browser) {
        this.realm = realm;
        this.redirect = lms.resolve("/");
        this.browser = browser;
    }

    /** Chooses Google on the school's login page, and signs in there. */
    public SignInOutcome throughGoogle(String email, String password) {
        return outcome(toGoogleAndBack(email, password));
    }

    /** The same, up to where the browser is sent back to the LMS. */
    public Landing toGoogleAndBack(String email, String password) {
        Landing landing = browser.open(authorizationRequest());
        if (landing instanceof Page loginPage) {
            landing = browser.open(loginPage.link("a#social-google"));
        }
        return fillIn(landing, email, password);
    }

    /** Signs in with a password of the school's own realm. */
    public SignInOutcome withPassword(String email, String password) {
        return outcome(fillIn(browser.open(authorizationRequest()), email, password));
    }

    /** Fills in the login page, unless the person is signed in already. */
    private Landing fillIn(Landing landing, String email, String password) {
        if (!(landing instanceof Page page)) {
            return landing;
        }
        return browser.submit(
                page.form("form#kc-form-login").fill("username", email).fill("password", password));
    }

    /** What came of it, once the browser is back at the LMS or stays with a page of Keycloak's. */
    public SignInOutcome outcome(Landing landing) {
        if (landing instanceof Callback callback) {
            return tokens(callback);
        }
        return new SignInOutcome.Refused((Page) landing);
    }

    private SignInOutcome.SignedIn tokens(Callback callback) {
        if (!callback.parameter("state").orElse("").equals(state)) {
            throw new IllegalStateException("the answer is to another sign-in: its state is not ours");
        }
        String code = callback.parameter("code")
                .orElseThrow(() -> new IllegalStateException(
                        "no code but error " + callback.parameter("error").orElse("(none)")));
        JsonNode tokens = HTTP.postForm(
                        realm.resolve(realm.getPath() + "/protocol/openid-connect/token"),
                        Map.of(
                                "grant_type",
                                "authorization_code",
                                "client_id",
                                "lms-web",
                                "redirect_uri",
                                redirect.toString(),
                                "code",
                                code,
                                "code_verifier",
                                verifier))
                .expect(200)
                .body();
        return new SignInOutcome.SignedIn(tokens.required("access_token").textValue());
    }

    /** Where the LMS sends the browser; the same at every call. */
    public URI authorizationRequest() {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("client_id", "lms-web");
        query.put("response_type", "code");
        query.put("scope", "openid");
        query.put("redirect_uri", redirect.toString());
        query.put("state", state);
        query.put("code_challenge", challenge());
        query.put("code_challenge_method", "S256");
        return realm.resolve(realm.getPath() + "/protocol/openid-connect/auth?" + JsonHttp.formEncoded(query));
    }

    /** RFC 7636, section 4.2. */
    private String challenge() {
        try {
            return base64Url(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String randomText() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return base64Url(bytes);
    }

    private static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
