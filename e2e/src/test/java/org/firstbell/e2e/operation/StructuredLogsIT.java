package org.firstbell.e2e.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.e2e.story.GoogleAccount.aGoogleAccount;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.firstbell.e2e.client.LmsClient;
import org.firstbell.e2e.client.Patience;
import org.firstbell.e2e.story.EndToEnd;
import org.firstbell.e2e.story.GoogleAccount;
import org.firstbell.e2e.story.School;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Logs that machines read. */
@EndToEnd
@ResourceLock(School.LOCK)
final class StructuredLogsIT {

    private static final Patience PATIENCE = Patience.of(Duration.ofSeconds(60));

    private final School school;
    private final StructuredLogs logs;

    StructuredLogsIT(School school, StructuredLogs logs) {
        this.school = school;
        this.logs = logs;
    }

    @Test
    void theLmsTellsWhichDeliveryItIsWorkingOnAndNobodysAddress() {
        LmsClient teacher = school.aTeacher();
        String course = teacher.createCourse("Algebra 1");
        GoogleAccount account = school.open(aGoogleAccount());
        teacher.grant(course, account.email(), List.of("manage_events"), List.of())
                .expect(200);

        school.signInThroughGoogle(account);
        String delivery = delivery(school.account(account.email()).orElseThrow(), "delivered");

        JsonNode line = await(logs::ofLms, delivery);
        assertThat(line.required("message").textValue()).contains("1 grants attached");
        assertThat(logs.ofLms()).noneMatch(it -> it.toString().contains("@school.example"));
    }

    @Test
    void keycloakTellsWhichDeliveryItHasGivenUpAndNobodysAddress() throws IOException {
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            exchange.sendResponseHeaders(400, -1);
            exchange.close();
        });
        receiver.start();
        URI uri = URI.create("http://localhost:" + receiver.getAddress().getPort() + "/events");
        try {
            String delivery = school.whileEventsGoTo(uri, () -> {
                GoogleAccount account = school.open(aGoogleAccount());
                school.signInThroughGoogle(account);
                return delivery(school.account(account.email()).orElseThrow(), "dead");
            });

            JsonNode line = await(logs::ofKeycloak, delivery);
            assertThat(line.required("level").textValue()).isEqualTo("WARN");
            assertThat(line.required("message").textValue()).contains("HTTP 400");
            assertThat(logs.ofKeycloak()).noneMatch(it -> it.toString().contains("@school.example"));
            school.admin().delete("school/firstbell/deliveries/" + delivery).expect(204);
        } finally {
            receiver.stop(0);
        }
    }

    private String delivery(JsonNode user, String status) {
        return PATIENCE.await(
                "a delivery that is " + status,
                () -> school.deliveries(user.required("id").textValue()).stream()
                        .filter(it -> it.required("status").textValue().equals(status))
                        .map(it -> it.required("id").textValue())
                        .findFirst());
    }

    private static JsonNode await(Supplier<List<JsonNode>> log, String delivery) {
        return PATIENCE.await(
                "a line about that delivery",
                () -> log.get().stream()
                        .filter(line -> line.at("/mdc/deliveryId").asText().equals(delivery))
                        .reduce((first, last) -> last));
    }
}
