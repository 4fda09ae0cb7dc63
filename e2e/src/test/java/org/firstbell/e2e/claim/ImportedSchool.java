package org.firstbell.e2e.claim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.firstbell.e2e.browser.Browser;
import org.firstbell.e2e.browser.Landing;
import org.firstbell.e2e.browser.LmsSignIn;
import org.firstbell.e2e.browser.Page;
import org.firstbell.e2e.browser.SignInOutcome;
import org.firstbell.e2e.browser.SignInOutcome.SignedIn;
import org.firstbell.e2e.client.Answer;
import org.firstbell.e2e.client.KeycloakAdmin;
import org.firstbell.e2e.client.Patience;
import org.firstbell.e2e.google.GoogleIdentity;
import org.firstbell.e2e.google.PlayedGoogle;
import org.firstbell.e2e.placeholder.UserTable;
import org.firstbell.e2e.system.Checkout;
import org.firstbell.e2e.system.FirstbellSystem;
import org.firstbell.e2e.system.RealmTemplate;

/**
 * A realm of its own, made from the file that schools import. Its identity provider is the one of that file, type
 * {@code google}; only Google is played.
 */
public final class ImportedSchool implements AutoCloseable {

    /** The resource whose request writes the link, the second one of a first login. */
    static final String LINK = "/broker/after-first-broker-login";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FIRST_BROKER_LOGIN = "https://firstbell.org/events/first-broker-login";
    private static final Patience PATIENCE = Patience.of(Duration.ofSeconds(30));
    private static final AtomicInteger PEOPLE = new AtomicInteger();

    private final FirstbellSystem system;
    private final PlayedGoogle google;
    private final String name;

    /**
     * Opens a school.
     *
     * @param hostedDomain as its IT would set it; empty: not checked
     * @param changes to the realm file, after its variables are filled in
     */
    public ImportedSchool(
            FirstbellSystem system,
            PlayedGoogle google,
            String name,
            String hostedDomain,
            Consumer<ObjectNode> changes) {
        this.system = system;
        this.google = google;
        this.name = name;
        ObjectNode realm = realmFile(Map.of(
                "LMS_URL",
                system.lms().uri().toString(),
                "LMS_API_SECRET",
                UUID.randomUUID().toString(),
                "GOOGLE_CLIENT_ID",
                PlayedGoogle.CLIENT_ID,
                "GOOGLE_CLIENT_SECRET",
                PlayedGoogle.CLIENT_SECRET,
                "GOOGLE_HOSTED_DOMAIN",
                hostedDomain));
        realm.put("realm", name);
        changes.accept(realm);
        admin().create(realm).expect(201);
    }

    private static ObjectNode realmFile(Map<String, String> settings) {
        try {
            return (ObjectNode) JSON.readTree(RealmTemplate.fill(
                    Files.readString(Checkout.fromSystemProperties().root().resolve("realm-config/school-realm.json")),
                    settings));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has the first-broker-login flow of a realm file consist of these alternatives, in their order. */
    static void replaceTheFlow(ObjectNode realm, List<String> alternatives) {
        ArrayNode executions = realm.withArray("/authenticationFlows/0/authenticationExecutions");
        executions.removeAll();
        for (String authenticator : alternatives) {
            executions
                    .addObject()
                    .put("authenticator", authenticator)
                    .put("requirement", "ALTERNATIVE")
                    .put("priority", executions.size());
        }
    }

    /** An address of the school's domain that nobody has had before. */
    static String aNewAddress() {
        return "somebody" + PEOPLE.incrementAndGet() + "@school.example";
    }

    PlayedGoogle google() {
        return google;
    }

    /**
     * Adds placeholders to the realm, and has PostgreSQL look at all of Keycloak's tables, as it does in any school before
     * long. Until then it would read a whole table for each login, by plans that it made while there was nobody in it.
     */
    void fill(int people) throws SQLException {
        String id = admin().get(name).expect(200).body().required("id").textValue();
        try (UserTable users = UserTable.of(system.keycloak().connectToDatabase(), id);
                Connection database = system.keycloak().connectToDatabase();
                Statement statement = database.createStatement()) {
            users.fill("pupil", people);
            statement.execute("vacuum analyze");
        }
    }

    public String name() {
        return name;
    }

    URI uri() {
        return system.keycloak().realm(name);
    }

    KeycloakAdmin admin() {
        return system.admin();
    }

    /** Creates a placeholder; returns its user id. */
    String placeholderFor(String email) {
        JsonNode result = post(
                        "firstbell/placeholders",
                        Map.of("identityProvider", "google", "people", List.of(Map.of("email", email))))
                .at("/results/0");
        assertThat(result.required("outcome").textValue()).isEqualTo("created");
        return result.required("userId").textValue();
    }

    Answer removePlaceholder(String userId) {
        return admin().delete(name + "/firstbell/placeholders/" + userId);
    }

    /** A first tab in a browser that goes all the way. */
    Attempt attempt() {
        return attempt(new Browser(this::isElsewhere));
    }

    /** A first tab in a browser that stops when Keycloak redirects it to a resource of this path. */
    Attempt attemptThatStopsAt(String path) {
        return attempt(
                new Browser(target -> isElsewhere(target) || target.getPath().equals(uri().getPath() + path)));
    }

    /** One more tab of a browser. */
    Attempt attempt(Browser browser) {
        return new Attempt(google, browser, new LmsSignIn(uri(), system.lms().uri(), browser));
    }

    private boolean isElsewhere(URI target) {
        return PlayedGoogle.isAt(target)
                || target.toString().startsWith(system.lms().uri().toString());
    }

    /** Signs somebody in, in a browser of their own. */
    SignInOutcome signIn(GoogleIdentity identity) {
        Attempt attempt = attempt();
        return attempt.outcome(attempt.goAs(identity));
    }

    JsonNode get(String path) {
        return admin().get(name + "/" + path).expect(200).body();
    }

    JsonNode post(String path, Object body) {
        return admin().post(name + "/" + path, body).expect(200, 201, 204).body();
    }

    void put(String path, Object body) {
        admin().put(name + "/" + path, body).expect(204);
    }

    Optional<JsonNode> userByEmail(String email) {
        return admin().findUser(name, email);
    }

    ObjectNode user(String id) {
        return (ObjectNode) get("users/" + id);
    }

    /** The events that tell receivers of this user's first login. */
    List<JsonNode> firstBrokerLogins(String userId) {
        List<JsonNode> events = new ArrayList<>();
        get("firstbell/deliveries?max=1000").required("deliveries").forEach(delivery -> {
            if (delivery.required("userId").textValue().equals(userId)
                    && delivery.required("type").textValue().equals(FIRST_BROKER_LOGIN)) {
                events.add(delivery);
            }
        });
        return events;
    }

    /** The reasons of the denials that an administrator finds for this user, newest first. */
    List<String> denials(String userId) {
        List<String> reasons = new ArrayList<>();
        get("events?type=IDENTITY_PROVIDER_FIRST_LOGIN_ERROR&user=" + userId).forEach(event -> {
            if (event.path("error").asText().equals("placeholder_claim_denied")) {
                reasons.add(event.at("/details/reason").asText());
            }
        });
        return reasons;
    }

    /** From now on, a login that takes longer than a second cannot be completed. */
    void letLoginsTimeOut() {
        setLoginTimeouts(1, 1, 1);
    }

    /** From now on, logins have the time that Keycloak gives them by default. */
    void giveLoginsTheirTime() {
        setLoginTimeouts(60, 300, 1800);
    }

    private void setLoginTimeouts(int code, int userAction, int login) {
        admin().put(
                        name,
                        Map.of(
                                "accessCodeLifespan",
                                code,
                                "accessCodeLifespanUserAction",
                                userAction,
                                "accessCodeLifespanLogin",
                                login))
                .expect(204);
    }

    /** Waits for the sweep that ends a broken-off claim. */
    void awaitDisabled(String placeholder) {
        PATIENCE.await(
                "the account to be disabled",
                () -> Optional.of(user(placeholder))
                        .filter(user -> !user.required("enabled").booleanValue()));
    }

    /** Insists that a placeholder is as it was made: nobody has it, nobody can use it, nobody was told of it. */
    void assertUntouched(String placeholder) {
        assertMarkedAndUnlinked(placeholder);
        assertThat(user(placeholder).required("enabled").booleanValue()).isFalse();
        assertThat(user(placeholder).at("/attributes/firstbell.claimed-at").isMissingNode())
                .isTrue();
    }

    /** Insists that nobody has the placeholder, whether or not somebody is about to claim it. */
    void assertMarkedAndUnlinked(String placeholder) {
        JsonNode user = user(placeholder);
        assertThat(user.at("/attributes/firstbell.placeholder/0").asText()).isEqualTo("google");
        assertThat(user.required("emailVerified").booleanValue()).isFalse();
        assertThat(get("users/" + placeholder + "/federated-identity")).isEmpty();
        assertThat(get("users/" + placeholder + "/credentials")).isEmpty();
        assertThat(get("users/" + placeholder + "/sessions")).isEmpty();
        assertThat(firstBrokerLogins(placeholder)).isEmpty();
    }

    /** Insists that this identity, and nobody else, has the account that was a placeholder, and has it once. */
    void assertBelongsTo(String account, GoogleIdentity identity) {
        JsonNode user = user(account);
        assertThat(user.required("enabled").booleanValue()).isTrue();
        assertThat(user.required("emailVerified").booleanValue()).isTrue();
        assertThat(user.at("/attributes/firstbell.placeholder").isMissingNode()).isTrue();
        assertThat(user.at("/attributes/firstbell.claimed-at").isMissingNode()).isTrue();
        JsonNode links = get("users/" + account + "/federated-identity");
        assertThat(links).hasSize(1);
        assertThat(links.at("/0/userId").asText()).isEqualTo(identity.subject());
        assertThat(get("users/" + account + "/credentials")).isEmpty();
        assertThat(get("users?exact=true&email=" + user.required("email").textValue()))
                .hasSize(1);
        assertThat(firstBrokerLogins(account)).hasSize(1);
    }

    /** Insists that the identity can sign in now, as it should be able to at any time, and gets this account. */
    void assertGetsIn(GoogleIdentity identity, String account) {
        assertThat(subject(signIn(identity))).isEqualTo(account);
        assertBelongsTo(account, identity);
    }

    /** Insists that a browser is left with a page of Keycloak's, and gets no code. */
    static Page refused(Landing landing) {
        assertThat(landing).isInstanceOf(Page.class);
        return (Page) landing;
    }

    /** The user that somebody is signed in as. */
    static String subject(SignInOutcome outcome) {
        assertThat(outcome).isInstanceOf(SignedIn.class);
        String payload = ((SignedIn) outcome).accessToken().split("\\.", -1)[1];
        try {
            return JSON.readTree(Base64.getUrlDecoder().decode(payload))
                    .required("sub")
                    .textValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        admin().delete(name).expect(204);
    }
}
