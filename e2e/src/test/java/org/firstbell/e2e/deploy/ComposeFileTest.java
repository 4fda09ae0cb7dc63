package org.firstbell.e2e.deploy;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What compose.yaml promises, on any machine; {@link ComposeConfigTest} asks Docker. */
final class ComposeFileTest {

    private static final Path ROOT = Path.of("..");
    private static final JsonNode COMPOSE =
            Yaml.documents(ROOT.resolve("compose.yaml")).get(0);

    private static final JsonNode TRACES = Yaml.documents(ROOT.resolve("deploy/observability/compose-traces.yaml"))
            .get(0);

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)");
    private static final Pattern SECRET = Pattern.compile(".*(PASSWORD|SECRET).*");
    /** A whole version in the tag: not {@code latest}, nor {@code 18}, which is another image every other month. */
    private static final Pattern PINNED = Pattern.compile("[a-z0-9./-]+:\\d+\\.\\d+[A-Za-z0-9._-]*");

    static Stream<Arguments> services() {
        return COMPOSE.required("services").properties().stream()
                .map(service -> argumentSet(service.getKey(), service.getValue()));
    }

    static Stream<Arguments> servers() {
        return services()
                .filter(service -> !((JsonNode) service.get()[0])
                        .required("restart")
                        .asText()
                        .equals("no"));
    }

    @ParameterizedTest
    @MethodSource("services")
    void hasNoMoreRightsThanItNeeds(JsonNode service) {
        assertThat(service.required("read_only").booleanValue()).isTrue();
        assertThat(texts(service.required("cap_drop"))).containsExactly("ALL");
        assertThat(service.has("cap_add")).isFalse();
        assertThat(service.has("privileged")).isFalse();
        assertThat(texts(service.required("security_opt"))).containsExactly("no-new-privileges:true");
        assertThat(service.required("mem_limit").asText()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("services")
    void runsAnImageOfOursOrAPinnedOne(JsonNode service) {
        String image = service.required("image").textValue();

        assertThat(image.startsWith("firstbell/") || PINNED.matcher(image).matches())
                .as(image)
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("services")
    void mountsWhatIsThereAndCannotChangeIt(JsonNode service) {
        assertThat(texts(service.path("volumes")))
                .filteredOn(mount -> mount.startsWith("./"))
                .allSatisfy(mount -> {
                    assertThat(ROOT.resolve(mount.substring(0, mount.indexOf(':'))))
                            .exists();
                    assertThat(mount).endsWith(":ro");
                });
    }

    @ParameterizedTest
    @MethodSource("services")
    void waitsUntilThoseItNeedsAreHealthy(JsonNode service) {
        assertThat(service.path("depends_on"))
                .allSatisfy(needed ->
                        assertThat(needed.required("condition").textValue()).isEqualTo("service_healthy"));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void saysWhetherItIsHealthyAndComesBack(JsonNode server) {
        assertThat(texts(server.at("/healthcheck/test"))).startsWith("CMD");
        assertThat(server.required("restart").textValue()).isEqualTo("unless-stopped");
    }

    @ParameterizedTest
    @MethodSource("services")
    void isReachedFromThisMachineOnly(JsonNode service) {
        assertThat(texts(service.path("ports")))
                .allSatisfy(port -> assertThat(port).startsWith("127.0.0.1:"));
    }

    @ParameterizedTest
    @MethodSource("services")
    void takesEverySecretFromTheOutsideAndStopsWithoutIt(JsonNode service) {
        service.required("environment").properties().stream()
                .filter(variable -> SECRET.matcher(variable.getKey()).matches())
                .forEach(secret -> assertThat(secret.getValue().textValue())
                        .as(secret.getKey())
                        .matches("\\$\\{[A-Z_]+:\\?[^}]+}"));
    }

    @Test
    void theExampleHasEveryVariableAndNoOther() throws IOException {
        Set<String> example =
                matches(Pattern.compile("(?m)^#?([A-Z_]+)="), Files.readString(ROOT.resolve(".env.example")));

        assertThat(example).isEqualTo(matches(VARIABLE, COMPOSE.toString() + TRACES));
    }

    @Test
    void theExampleHasNoSecret() throws IOException {
        assertThat(Files.readAllLines(ROOT.resolve(".env.example")))
                .filteredOn(line -> line.contains("=") && SECRET.matcher(line).matches())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).endsWith("="));
    }

    @Test
    void keycloakIsToldAllThatTheRealmFileLeavesOpen() throws IOException {
        String realm = Files.readString(ROOT.resolve("realm-config/school-realm.json"));

        assertThat(COMPOSE.at("/services/keycloak/environment").properties())
                .extracting(variable -> variable.getKey())
                .containsAll(matches(VARIABLE, realm));
    }

    @Test
    void theDemoIsLeftOutUnlessAskedFor() {
        assertThat(texts(COMPOSE.at("/services/demo/profiles"))).containsExactly("demo");
        assertThat(COMPOSE.required("services").properties())
                .filteredOn(service -> service.getValue().has("profiles"))
                .hasSize(1);
    }

    @Test
    void nothingIsTracedUnlessThereIsSomewhereToSendItTo() throws IOException {
        assertThat(COMPOSE.toString()).doesNotContain("TRACING", "OTEL", "TRACES");
        assertThat(Files.readString(ROOT.resolve("deploy/Dockerfile")))
                .contains("ENV KC_TRACING_SAMPLER_RATIO=0.0\n", "ENV KC_LOG_CONSOLE_INCLUDE_TRACE=false\n");
        assertThat(TRACES.required("services").properties())
                .hasSize(2)
                .allSatisfy(service -> assertThat(COMPOSE.required("services").has(service.getKey()))
                        .isTrue());
    }

    @Test
    void keycloakAndTheLmsSendTheirTracesToOnePlace() {
        JsonNode keycloak = TRACES.at("/services/keycloak/environment");
        JsonNode lms = TRACES.at("/services/lms-api/environment");

        assertThat(keycloak.required("KC_TRACING_ENDPOINT").textValue())
                .startsWith("${TRACES_ENDPOINT:?")
                .isEqualTo(lms.required("QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT").textValue());
        assertThat(keycloak.required("KC_TRACING_SAMPLER_RATIO"))
                .isEqualTo(lms.required("QUARKUS_OTEL_TRACES_SAMPLER_ARG"));
        assertThat(lms.required("QUARKUS_OTEL_SDK_DISABLED").textValue()).isEqualTo("false");
        assertThat(keycloak.required("KC_LOG_CONSOLE_INCLUDE_TRACE").textValue())
                .isEqualTo("true");
    }

    @Test
    void theImagesAreMadeFromPinnedOnes() throws IOException {
        String dockerfile = Files.readString(ROOT.resolve("deploy/Dockerfile"));
        String pom = Files.readString(ROOT.resolve("pom.xml"));
        String keycloak = only(Pattern.compile("<keycloak\\.server\\.version>(.+)</"), pom);

        assertThat(only(Pattern.compile("ARG KEYCLOAK_VERSION=(.+)"), dockerfile))
                .isEqualTo(keycloak);
        assertThat(matches(Pattern.compile("(?m)^FROM (\\S+)"), dockerfile))
                .allSatisfy(image -> assertThat(image.replace("${KEYCLOAK_VERSION}", keycloak))
                        .matches(PINNED));
    }

    @Test
    void theLmsApiIsStartedWithTheOptionsPackedWithIt() throws IOException {
        assertThat(Files.readString(ROOT.resolve("deploy/Dockerfile")))
                .contains(
                        "quarkus-app/*.options",
                        "[\"java\", \"@archive.options\", \"-jar\", \"quarkus-run.jar\"]",
                        "[\"java\", \"@java.options\", \"-jar\", \"quarkus-run.jar\"]");
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }

    private static Set<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).collect(toCollection(TreeSet::new));
    }

    private static String only(Pattern pattern, String text) {
        assertThat(matches(pattern, text)).hasSize(1);
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .findFirst()
                .orElseThrow();
    }
}
