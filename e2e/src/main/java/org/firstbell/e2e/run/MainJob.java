package org.firstbell.e2e.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.firstbell.e2e.browser.Browser;
import org.firstbell.e2e.browser.LmsSignIn;
import org.firstbell.e2e.browser.SignInOutcome;
import org.firstbell.e2e.browser.SignInOutcome.Refused;
import org.firstbell.e2e.browser.SignInOutcome.SignedIn;
import org.firstbell.e2e.browser.Visit;
import org.firstbell.e2e.client.KeycloakAdmin;
import org.firstbell.e2e.client.LmsClient;
import org.firstbell.e2e.client.Patience;
import org.firstbell.e2e.client.UnmetExpectationException;
import org.firstbell.e2e.system.FirstbellSystem;

/**
 * What Firstbell is for: a teacher gives access to somebody who has never signed in, and it is there the moment they do.
 *
 * <p>Needs a system on which the newcomer is new. Every step is checked.
 */
final class MainJob {

    private static final String TEACHER = "teacher@school.example";
    private static final String NEWCOMER = "newcomer@school.example";
    private static final String PASSWORD = "firstbell";
    private static final String COURSE = "Algebra 1";
    private static final List<String> PRIVILEGES = List.of("manage_events");

    private static final Patience PATIENCE = Patience.of(Duration.ofSeconds(30));
    private static final Patience WATCHFULNESS = PATIENCE.withoutPause();

    private final URI realm;
    private final URI lms;
    private final KeycloakAdmin admin;
    private final Steps steps;

    /**
     * A main job to play.
     *
     * @param realm the URL of the school's realm, for people's browsers
     * @param lms the base URL of the LMS, for people's browsers
     */
    MainJob(URI realm, URI lms, KeycloakAdmin admin, Steps steps) {
        this.realm = realm;
        this.lms = lms;
        this.admin = admin;
        this.steps = steps;
    }

    static MainJob on(FirstbellSystem system, Steps steps) {
        return new MainJob(system.keycloak().realm("school"), system.lms().uri(), system.admin(), steps);
    }

    /**
     * Plays it through.
     *
     * @throws UnmetExpectationException if a step does not come out as promised
     */
    void play() {
        LmsClient teacher = steps.take(
                "the teacher signs in with a password",
                () -> signIn(visit -> {}, signIn -> signIn.withPassword(TEACHER, PASSWORD)),
                client -> "an access token for the LMS");
        String course = steps.take("the teacher creates a course", () -> teacher.createCourse(COURSE), id -> COURSE);
        steps.take(
                "the teacher grants manage_events to newcomer@school.example",
                () -> grant(teacher, course),
                status -> status + ": nobody has that address yet");
        String account = steps.take(
                "the LMS has Keycloak prepare an account for the address",
                this::awaitPlaceholder,
                id -> "a placeholder: disabled, without credentials");

        CompletableFuture<Instant> active = new CompletableFuture<>();
        LmsClient newcomer = steps.take(
                "the newcomer signs in with Google for the first time",
                () -> signIn(
                        afterTheLoginsCommit(() -> active.completeAsync(() -> awaitActive(teacher, course))),
                        signIn -> signIn.throughGoogle(NEWCOMER, PASSWORD)),
                client -> "claimed: it is the account of the placeholder");
        checkClaimed(account);
        steps.tell(
                "the newcomer's privileges are there",
                Duration.between(eventWritten(account), join(active)),
                "after the login's commit: active");

        steps.take(
                "the newcomer opens the first page",
                () -> firstPage(newcomer, course),
                privileges -> COURSE + ", with " + String.join(", ", privileges));
    }

    private LmsClient signIn(Consumer<Visit> watcher, Function<LmsSignIn, SignInOutcome> how) {
        SignInOutcome outcome = how.apply(new LmsSignIn(realm, lms, new Browser(lms, watcher)));
        if (outcome instanceof Refused refused) {
            throw new UnmetExpectationException(
                    "Keycloak did not let the person in: " + refused.page().text());
        }
        return new LmsClient(lms, ((SignedIn) outcome).accessToken());
    }

    /** Keycloak writes the identity-provider link, and our event with it, in the last request of a first login. */
    private static Consumer<Visit> afterTheLoginsCommit(Runnable action) {
        return visit -> {
            if (visit.uri().getPath().endsWith("/broker/after-first-broker-login")) {
                action.run();
            }
        };
    }

    private static String grant(LmsClient teacher, String course) {
        String status = teacher.grant(course, NEWCOMER, PRIVILEGES, List.of())
                .expect(200)
                .body()
                .required("status")
                .textValue();
        check(status.equals("pending"), "the grant is " + status + " instead of pending");
        return status;
    }

    private String awaitPlaceholder() {
        JsonNode user = PATIENCE.await("a placeholder in Keycloak", () -> admin.findUser("school", NEWCOMER));
        check(!user.required("enabled").booleanValue(), "the account made in advance is enabled");
        String id = user.required("id").textValue();
        check(
                admin.get("school/users/" + id + "/credentials")
                        .expect(200)
                        .body()
                        .isEmpty(),
                "the account made in advance has credentials");
        return id;
    }

    private void checkClaimed(String account) {
        JsonNode user = admin.get("school/users/" + account).expect(200).body();
        check(user.required("enabled").booleanValue(), "the account is still disabled after the login");
        check(
                admin.get("school/users/" + account + "/federated-identity")
                                .expect(200)
                                .body()
                                .size()
                        == 1,
                "the account is not linked to Google after the login");
    }

    /**
     * When Keycloak wrote the event into its outbox: in the transaction of the login, a moment before its commit, so
     * that what is measured from here is rather too long than too short.
     */
    private Instant eventWritten(String account) {
        JsonNode deliveries = admin.get("school/firstbell/deliveries?userId=" + account)
                .expect(200)
                .body()
                .required("deliveries");
        return StreamSupport.stream(deliveries.spliterator(), false)
                .map(delivery -> Instant.parse(delivery.required("createdAt").textValue()))
                .findFirst()
                .orElseThrow(() -> new UnmetExpectationException("Keycloak has no event to deliver about the login"));
    }

    /** Asks as the teacher, not as the newcomer: that would attach what is pending just in time. */
    private static Instant awaitActive(LmsClient teacher, String course) {
        return WATCHFULNESS.await(
                "the newcomer's privileges",
                () -> teacher.person(course, NEWCOMER)
                        .filter(person -> person.required("status").textValue().equals("active"))
                        .map(person -> Instant.now()));
    }

    private static List<String> firstPage(LmsClient newcomer, String course) {
        JsonNode courses = newcomer.me().expect(200).body().required("courses");
        check(
                courses.size() == 1 && courses.get(0).required("id").asText().equals(course),
                "the newcomer sees other courses than the one granted: " + courses);
        List<String> privileges = StreamSupport.stream(
                        courses.get(0).required("privileges").spliterator(), false)
                .map(JsonNode::textValue)
                .toList();
        check(privileges.equals(PRIVILEGES), "the newcomer has the privileges " + privileges);
        return privileges;
    }

    private static <T> T join(CompletableFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while playing the main job", e);
        }
    }

    private static void check(boolean asPromised, String otherwise) {
        if (!asPromised) {
            throw new UnmetExpectationException(otherwise);
        }
    }
}
