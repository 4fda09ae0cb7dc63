package org.firstbell.e2e.browser;

/** How a sign-in ends. */
public sealed interface SignInOutcome {

    /**
     * The person is signed in.
     *
     * @param accessToken a bearer token for the LMS API
     */
    record SignedIn(String accessToken) implements SignInOutcome {}

    /** The person is left with a page of Keycloak's, which says what is wrong or asks for more. */
    record Refused(Page page) implements SignInOutcome {}
}
