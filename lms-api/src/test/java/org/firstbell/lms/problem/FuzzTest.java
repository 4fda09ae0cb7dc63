package org.firstbell.lms.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.jwk.RSAKey;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.firstbell.lms.testing.Api;
import org.firstbell.lms.testing.Api.Answer;
import org.firstbell.lms.testing.Database;
import org.firstbell.lms.testing.LmsTest;
import org.firstbell.lms.testing.Someone;
import org.firstbell.lms.testing.TestRealm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every operation that the OpenAPI document names, with every input it names, each in turn given what nobody should give.
 */
@LmsTest
class FuzzTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** As JSON; what cannot be a JSON value is only sent as a whole body. */
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "7",
            "-1",
            "1e400",
            "123456789012345678901234567890",
            "0.1",
            "\"\"",
            "\" \"",
            "\"x\"",
            "\"\\u0000\"",
            "\"a\\u0000@school.example\"",
            "\"a@school.example\\nbcc: b@school.example\"",
            "\"\\ud800\"",
            "\"\\u202e\"",
            "\"'; drop table person; --\"",
            "\"%s\"".formatted("x".repeat(10_000)),
            "\"0f0f0f0f-0f0f-4f0f-8f0f-0f0f0f0f0f0f\"",
            "[]",
            "[null]",
            "[[[]]]",
            "{}",
            "{\"a\":{}}");

    private static final List<String> BODIES = List.of(
            "", " ", "{", "}", "[", "\"", "nul", "\u0000", "{\"a\":1,\"a\":2}", "{}{}", "[".repeat(5_000), "\uFEFF{}");

    TestRealm realm;

    @Inject
    Database database;

    private Api teacher;
    private UUID course;
    private final List<Call> calls = new ArrayList<>();

    private record Call(String method, String path, String contentType, String body) {

        @Override
        public String toString() {
            return method + " " + shortened(path) + " " + contentType + " " + shortened(body);
        }

        private static String shortened(String text) {
            return text == null || text.length() < 200 ? text : text.substring(0, 200) + "…";
        }
    }

    @BeforeEach
    void callsForEveryOperation() {
        teacher = Api.as(Someone.teacher(), realm);
        course = teacher.createCourse("Algebra 1");
        JsonNode document = teacher.get("/q/openapi?format=json").json();
        document.required("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(operation -> operation.getValue().has("responses"))
                        .forEach(operation -> add(
                                document, operation.getKey().toUpperCase(Locale.ROOT), path, operation.getValue())));
    }

    private void add(JsonNode document, String method, Map.Entry<String, JsonNode> path, JsonNode operation) {
        String usual = path.getKey()
                .replace("{id}", course.toString())
                .replaceAll("\\{[^}]+}", UUID.randomUUID().toString());
        JsonNode content = operation.at("/requestBody/content");
        String contentType =
                content.isMissingNode() ? null : content.fieldNames().next();
        String body = contentType == null ? null : "{}";
        Stream.of(
                        "x",
                        "%00",
                        "1-1-1-1-1",
                        "%FF",
                        "..%2F..",
                        "%0d%0a",
                        "a".repeat(5_000),
                        UUID.randomUUID().toString())
                .filter(value -> path.getKey().contains("{"))
                .forEach(value ->
                        calls.add(new Call(method, path.getKey().replaceAll("\\{[^}]+}", value), contentType, body)));
        for (JsonNode parameter : parameters(path.getValue(), operation)) {
            if (parameter.required("in").textValue().equals("query")) {
                for (String value : VALUES) {
                    String text = value.startsWith("\"") ? read(value).textValue() : value;
                    calls.add(new Call(
                            method,
                            usual + "?" + parameter.required("name").textValue() + "=" + encoded(text),
                            contentType,
                            body));
                }
                calls.add(new Call(
                        method, usual + "?" + parameter.required("name").textValue() + "=%FF%FE", contentType, body));
                calls.add(new Call(
                        method, usual + "?" + parameter.required("name").textValue(), contentType, body));
            }
        }
        if (contentType == null) {
            return;
        }
        content.fieldNames().forEachRemaining(type -> {
            Stream.concat(BODIES.stream(), VALUES.stream())
                    .forEach(text -> calls.add(new Call(method, usual, type, text)));
            calls.add(new Call(method, usual, "text/plain", "{}"));
            calls.add(new Call(method, usual, "x", "{}"));
            calls.add(new Call(method, usual, null, "{}"));
            for (String property : properties(document, content.path(type).path("schema"))) {
                for (String value : VALUES) {
                    calls.add(new Call(method, usual, type, "{\"" + property + "\":" + value + "}"));
                }
            }
        });
    }

    private static List<JsonNode> parameters(JsonNode path, JsonNode operation) {
        List<JsonNode> parameters = new ArrayList<>();
        path.path("parameters").forEach(parameters::add);
        operation.path("parameters").forEach(parameters::add);
        return parameters;
    }

    private static List<String> properties(JsonNode document, JsonNode schema) {
        JsonNode resolved =
                schema.has("$ref") ? document.at(schema.path("$ref").textValue().substring(1)) : schema;
        List<String> names = new ArrayList<>();
        resolved.path("properties").fieldNames().forEachRemaining(names::add);
        names.add("unknown");
        return names;
    }

    @Test
    void isAnsweredWithAProblemAndChangesNothing() {
        assertThat(calls).hasSizeGreaterThan(500);
        SoftAssertions softly = new SoftAssertions();
        for (Call call : calls) {
            String before = contents();
            Answer answer = teacher.send(call.method(), call.path(), call.contentType(), call.body());
            softly.assertThat(answer.status()).as(call.toString()).isLessThan(500);
            // A URL that is too long is refused by the HTTP server itself.
            if (answer.status() >= 400 && answer.status() != 414) {
                softly.assertThat(answer.header("Content-Type"))
                        .as(call + " → " + answer.status())
                        .startsWith(
                                call.path().startsWith("/api/events") && answer.status() == 400
                                        ? "application/"
                                        : "application/problem+json");
                softly.assertThat(contents()).as(call.toString()).isEqualTo(before);
            }
        }
        softly.assertAll();
    }

    @Test
    void isRefusedToStrangersWhateverItIs() {
        List<Api> strangers = List.of(
                Api.anonymously(realm),
                Api.withToken("x", realm),
                Api.withToken(Someone.admin().token(realm, forged(), claims -> claims), realm),
                Api.withToken(
                        Someone.admin().token(realm, realm.activeKey(), claims -> claims.issuer("https://x.example")),
                        realm),
                Api.withToken(
                        Someone.admin().token(realm, realm.activeKey(), claims -> claims.audience("another")), realm),
                Api.withToken(
                        Someone.admin()
                                .token(
                                        realm,
                                        realm.activeKey(),
                                        claims -> claims.expirationTime(Date.from(Instant.EPOCH))),
                        realm));
        SoftAssertions softly = new SoftAssertions();
        for (Api stranger : strangers) {
            for (Call call : calls.stream()
                    .filter(one -> one.path().startsWith("/api/"))
                    .filter(one -> !one.path().startsWith("/api/events"))
                    .filter(one -> !one.path().contains("?"))
                    .filter(one -> one.body() == null || one.body().equals("{}"))
                    .distinct()
                    .toList()) {
                softly.assertThat(status(stranger, call)).as(call.toString()).isBetween(400, 499);
            }
        }
        softly.assertAll();
    }

    /** Whoever is refused before their body is read loses the connection with it, and must come on another one. */
    private static int status(Api stranger, Call call) {
        try {
            return stranger.send(call.method(), call.path(), call.contentType(), call.body())
                    .status();
        } catch (UncheckedIOException closed) {
            return stranger.send(call.method(), call.path(), call.contentType(), call.body())
                    .status();
        }
    }

    /** Another key under the name of the realm's. */
    private RSAKey forged() {
        return new RSAKey.Builder(TestRealm.newRsaKey())
                .keyID(realm.activeKey().getKeyID())
                .build();
    }

    private String contents() {
        return database.text("""
                select concat_ws(' ', (select count(*) from course), (select sum(hashtext(g::text)::bigint) from pending_grant g),
                    (select count(*) from course_privileges), (select count(*) from enrolment),
                    (select count(*) from grant_history), (select count(*) from event_inbox))
                """);
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
