package org.firstbell.e2e.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.firstbell.e2e.browser.Browser;
import org.firstbell.e2e.browser.LmsSignIn;
import org.firstbell.e2e.browser.SignInOutcome.SignedIn;
import org.firstbell.e2e.client.KeycloakAdmin;
import org.firstbell.e2e.client.LmsClient;
import org.firstbell.e2e.client.Patience;
import org.firstbell.e2e.client.UnmetExpectationException;
import org.firstbell.e2e.system.FirstbellSystem;

/**
 * First logins of people with pending access, one after the other, on a system with nothing else to do: warms it up and
 * tells how soon after a login the access is there. Leaves neither people nor a course behind.
 */
final class Rehearsal {

    private static final String TEACHER = "teacher@school.example";
    private static final String PASSWORD = "firstbell";
    private static final Patience PATIENCE = Patience.of(Duration.ofSeconds(30));

    private final URI realm;
    private final URI lms;
    private final KeycloakAdmin admin;

    Rehearsal(FirstbellSystem system) {
        this.realm = system.keycloak().realm("school");
        this.lms = system.lms().uri();
        this.admin = system.admin();
    }

    /**
     * Plays it.
     *
     * @param warmUp logins that are not counted, 0 or more
     * @param logins logins that are, at least 1
     * @throws UnmetExpectationException if somebody does not get in or gets no access
     */
    AttachTimes play(int warmUp, int logins) {
        LmsClient teacher = new LmsClient(lms, token(signIn().withPassword(TEACHER, PASSWORD)));
        String course = teacher.createCourse("Rehearsal");
        try {
            List<Duration> times = new ArrayList<>();
            for (int login = 0; login < warmUp + logins; login++) {
                times.add(firstLogin(teacher, course, "rehearsal" + login + "@school.example"));
            }
            return new AttachTimes(times.subList(warmUp, times.size()));
        } finally {
            teacher.delete("/api/courses/" + course).expect(204);
        }
    }

    private Duration firstLogin(LmsClient teacher, String course, String email) {
        admin.post("google/users", googleAccount(email)).expect(201);
        try {
            teacher.grant(course, email, List.of("manage_events"), List.of()).expect(200);
            String account = PATIENCE.await("a placeholder", () -> admin.findUser("school", email))
                    .required("id")
                    .textValue();
            token(signIn().throughGoogle(email, PASSWORD));
            JsonNode delivery = PATIENCE.await("the event's delivery", () -> delivered(account));
            return Duration.between(instant(delivery, "createdAt"), instant(delivery, "deliveredAt"));
        } finally {
            delete("school", email);
            delete("google", email);
        }
    }

    private static Map<String, Object> googleAccount(String email) {
        return Map.of(
                "username",
                email,
                "email",
                email,
                "emailVerified",
                true,
                "firstName",
                "Demo",
                "lastName",
                "Newcomer",
                "enabled",
                true,
                "attributes",
                Map.of("hd", List.of("school.example")),
                "credentials",
                List.of(Map.of("type", "password", "value", PASSWORD)));
    }

    private Optional<JsonNode> delivered(String account) {
        JsonNode deliveries = admin.get("school/firstbell/deliveries?status=delivered&userId=" + account)
                .expect(200)
                .body()
                .required("deliveries");
        return StreamSupport.stream(deliveries.spliterator(), false).findFirst();
    }

    private void delete(String realmName, String email) {
        admin.findUser(realmName, email)
                .ifPresent(user -> admin.delete(
                                realmName + "/users/" + user.required("id").textValue())
                        .expect(204));
    }

    private LmsSignIn signIn() {
        return new LmsSignIn(realm, lms, new Browser(lms));
    }

    private static String token(Object outcome) {
        if (outcome instanceof SignedIn signedIn) {
            return signedIn.accessToken();
        }
        throw new UnmetExpectationException("Keycloak did not let the person in: " + outcome);
    }

    private static Instant instant(JsonNode delivery, String name) {
        return Instant.parse(delivery.required(name).textValue());
    }
}
