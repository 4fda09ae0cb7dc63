package org.firstbell.e2e.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.firstbell.e2e.browser.Browser;
import org.firstbell.e2e.browser.Landing;
import org.firstbell.e2e.browser.LmsSignIn;
import org.firstbell.e2e.browser.SignInOutcome;
import org.firstbell.e2e.browser.SignInOutcome.SignedIn;
import org.firstbell.e2e.client.Answer;
import org.firstbell.e2e.client.JsonHttp;
import org.firstbell.e2e.client.KeycloakAdmin;
import org.firstbell.e2e.client.LmsClient;
import org.firstbell.e2e.client.Patience;
import org.firstbell.e2e.system.FirstbellSystem;

/** The school in which the stories take place: its people, its Keycloak, its LMS. */
public final class School {

    /** Held by each story of the school, since some of them stop its LMS or change where its events go. */
    public static final String LOCK = "school";

    public static final Patience PATIENCE = Patience.of(Duration.ofSeconds(30));

    public static final String PASSWORD = "firstbell";
    private static final AtomicInteger TEACHERS = new AtomicInteger();

    private final FirstbellSystem system;

    School(FirstbellSystem system) {
        this.system = system;
    }

    public FirstbellSystem system() {
        return system;
    }

    public KeycloakAdmin admin() {
        return system.admin();
    }

    public URI realm() {
        return system.keycloak().realm("school");
    }

    /** Hires a teacher, who signs in to the LMS. */
    public LmsClient aTeacher() {
        return new LmsClient(system.lms().uri(), aTeachersToken());
    }

    /** Hires a teacher, who signs in with a password; returns the access token. */
    String aTeachersToken() {
        return accessToken(signIn().withPassword(hireATeacher(), PASSWORD));
    }

    /** Hires a teacher, who has a password; returns the address. */
    public String hireATeacher() {
        String email = "teacher" + TEACHERS.incrementAndGet() + "@school.example";
        admin().post("school/users", keycloakUser(email, "Teacher", true, Map.of()))
                .expect(201);
        JsonNode role = admin().get("school/roles/teacher").expect(200).body();
        String user = account(email).orElseThrow().required("id").textValue();
        admin().post("school/users/" + user + "/role-mappings/realm", List.of(role))
                .expect(204);
        return email;
    }

    /** Signs somebody in who has a password. */
    public LmsClient withPassword(String email) {
        return new LmsClient(system.lms().uri(), accessToken(signIn().withPassword(email, PASSWORD)));
    }

    /** Signs the LMS's administrator in. */
    public LmsClient theAdministrator() {
        return withPassword("admin@school.example");
    }

    /** Opens an account at the realm that plays Google. */
    public GoogleAccount open(GoogleAccount account) {
        Map<String, Object> hostedDomain = account.hostedDomain()
                .<Map<String, Object>>map(domain -> Map.of("hd", List.of(domain)))
                .orElse(Map.of());
        admin().post("google/users", keycloakUser(account.email(), "Newcomer", account.emailVerified(), hostedDomain))
                .expect(201);
        return account;
    }

    private static Map<String, Object> keycloakUser(
            String email, String lastName, boolean emailVerified, Map<String, Object> attributes) {
        return Map.of(
                "username", email,
                "email", email,
                "emailVerified", emailVerified,
                "firstName", "Demo",
                "lastName", lastName,
                "enabled", true,
                "attributes", attributes,
                "credentials", List.of(Map.of("type", "password", "value", PASSWORD)));
    }

    /** Signs in through Google, in a browser of its own. */
    public SignInOutcome signInThroughGoogle(GoogleAccount account) {
        return signIn().throughGoogle(account.email(), PASSWORD);
    }

    /** Signs in through Google, and stops where the browser is sent back to the LMS. */
    public Landing goToGoogleAndBack(GoogleAccount account) {
        return signIn().toGoogleAndBack(account.email(), PASSWORD);
    }

    /** Signs in through Google, which must work. */
    public LmsClient arrive(GoogleAccount account) {
        return new LmsClient(system.lms().uri(), accessToken(signInThroughGoogle(account)));
    }

    /** The user of the school's realm with this address. */
    public Optional<JsonNode> account(String email) {
        return admin().findUser("school", email);
    }

    JsonNode accountById(String userId) {
        return admin().get("school/users/" + userId).expect(200).body();
    }

    JsonNode links(String userId) {
        return admin().get("school/users/" + userId + "/federated-identity")
                .expect(200)
                .body();
    }

    /** Makes a placeholder without the LMS's knowing; returns its user id. */
    String placeholderFor(GoogleAccount account) {
        Map<String, Object> request =
                Map.of("identityProvider", "google", "people", List.of(Map.of("email", account.email())));
        return admin().post("school/firstbell/placeholders", request)
                .expect(200)
                .body()
                .at("/results/0/userId")
                .textValue();
    }

    /** Waits for the placeholder that the LMS asks Keycloak to make; returns its user id. */
    public String awaitPlaceholder(GoogleAccount account) {
        return PATIENCE.await("a placeholder", () -> account(account.email()))
                .required("id")
                .textValue();
    }

    /** Waits until a teacher sees somebody's access as active. */
    JsonNode awaitActive(LmsClient teacher, String course, GoogleAccount account) {
        return PATIENCE.await(
                "active access", () -> teacher.person(course, account.email()).filter(School::isActive));
    }

    /** How many people of a course are in this status. */
    int people(LmsClient teacher, String course, String status) {
        int people = 0;
        String next = "";
        do {
            JsonNode page = teacher.get("/api/courses/" + course + "/people?limit=100&status=" + status + next)
                    .expect(200)
                    .body();
            people += page.required("people").size();
            next = page.has("next") ? "&cursor=" + page.required("next").textValue() : "";
        } while (!next.isEmpty());
        return people;
    }

    public static boolean isActive(JsonNode person) {
        return person.required("status").textValue().equals("active");
    }

    /** The events about a user that Keycloak has delivered or is going to, oldest first. */
    public List<JsonNode> deliveries(String userId) {
        List<JsonNode> deliveries = new ArrayList<>();
        admin().get("school/firstbell/deliveries?userId=" + userId)
                .expect(200)
                .body()
                .required("deliveries")
                .forEach(deliveries::add);
        return deliveries;
    }

    /** Tells part of a story during which Keycloak sends its events to another place than the LMS. */
    public <T> T whileEventsGoTo(URI receiver, Supplier<T> story) {
        URI usual = changeEventsUrl(receiver);
        try {
            return story.get();
        } finally {
            changeEventsUrl(usual);
        }
    }

    /** Tells part of a story of which the LMS never hears: its one event goes to somebody else. Returns that event. */
    String whileTheEventIsLost(Runnable story) {
        try (EventReceiver somebodyElse = new EventReceiver()) {
            return whileEventsGoTo(somebodyElse.uri(), () -> {
                story.run();
                return somebodyElse.next().body();
            });
        }
    }

    /** Tells part of a story during which Keycloak makes no placeholders for the LMS. */
    <T> T whilePlaceholdersAreForbidden(Supplier<T> story) {
        String user = lmsApiUser();
        String management = admin().get("school/clients?clientId=realm-management")
                .expect(200)
                .body()
                .at("/0/id")
                .textValue();
        String mappings = "school/users/" + user + "/role-mappings/clients/" + management;
        JsonNode roles = admin().get(mappings).expect(200).body();
        admin().delete(mappings).expect(204);
        try {
            return story.get();
        } finally {
            admin().post(mappings, roles).expect(204);
        }
    }

    private URI changeEventsUrl(URI receiver) {
        ObjectNode client = lmsApiClient();
        ObjectNode attributes = client.withObject("/attributes");
        URI before = URI.create(attributes.required("firstbell.events.url").textValue());
        attributes.put("firstbell.events.url", receiver.toString());
        admin().put("school/clients/" + client.required("id").textValue(), client)
                .expect(204);
        return before;
    }

    ObjectNode lmsApiClient() {
        return (ObjectNode) admin().get("school/clients?clientId=lms-api")
                .expect(200)
                .body()
                .get(0);
    }

    /** The user that the LMS API's own service account is. */
    String lmsApiUser() {
        return admin().get("school/clients/" + lmsApiClient().required("id").textValue() + "/service-account-user")
                .expect(200)
                .body()
                .required("id")
                .textValue();
    }

    /** A token of the LMS API's own service account. */
    String serviceAccountToken() {
        Answer answer = new JsonHttp()
                .postForm(
                        URI.create(realm() + "/protocol/openid-connect/token"),
                        Map.of(
                                "grant_type", "client_credentials",
                                "client_id", "lms-api",
                                "client_secret",
                                        lmsApiClient().required("secret").textValue()))
                .expect(200);
        return answer.body().required("access_token").textValue();
    }

    private LmsSignIn signIn() {
        URI lms = system.lms().uri();
        return new LmsSignIn(realm(), lms, new Browser(lms));
    }

    private static String accessToken(SignInOutcome outcome) {
        if (outcome instanceof SignedIn signedIn) {
            return signedIn.accessToken();
        }
        throw new AssertionError("could not sign in: " + outcome);
    }
}
