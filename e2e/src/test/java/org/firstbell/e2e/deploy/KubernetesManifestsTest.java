package org.firstbell.e2e.deploy;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Whether what is in deploy/kubernetes fits together; no cluster is asked. */
final class KubernetesManifestsTest {

    private static final Path ROOT = Path.of("..");
    private static final Path DIRECTORY = ROOT.resolve("deploy/kubernetes");
    /** What the operator makes of our Keycloak. */
    private static final String KEYCLOAKS_SERVICE = "keycloak-service";

    private final List<JsonNode> manifests = manifests().toList();
    private final JsonNode lmsApi = of("Deployment", "lms-api");
    private final JsonNode pod = lmsApi.at("/spec/template");
    private final JsonNode container = pod.at("/spec/containers/0");

    static Stream<JsonNode> manifests() {
        return stream(kustomization().required("resources"))
                .flatMap(file -> Yaml.documents(DIRECTORY.resolve(file.textValue())).stream());
    }

    /** The paths at which a cluster asks how the LMS API is. */
    static Set<String> probes() {
        return manifests()
                .flatMap(manifest -> manifest.findValues("httpGet").stream())
                .map(probe -> probe.required("path").textValue())
                .collect(toSet());
    }

    @Test
    void everyFileIsListed() throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> !name.equals("kustomization.yaml")))
                    .containsExactlyInAnyOrderElementsOf(stream(kustomization().required("resources"))
                            .map(JsonNode::textValue)
                            .toList());
        }
    }

    @Test
    void noTwoOfAKindHaveTheSameName() {
        assertThat(manifests)
                .extracting(manifest -> manifest.required("kind").textValue() + " "
                        + manifest.at("/metadata/name").textValue())
                .doesNotHaveDuplicates();
    }

    @Test
    void noSecretIsInThem() {
        assertThat(manifests)
                .noneMatch(manifest -> manifest.required("kind").textValue().equals("Secret"));
        assertThat(container.required("env"))
                .filteredOn(variable -> variable.required("name").textValue().matches(".*(PASSWORD|SECRET).*"))
                .isNotEmpty()
                .noneMatch(variable -> variable.has("value"));
    }

    @Test
    void theGuideCreatesEverySecretThatIsReferredTo() throws IOException {
        String guide = Files.readString(ROOT.resolve("docs/school-it/kubernetes.md"));

        List<JsonNode> references = manifests.stream()
                .flatMap(manifest -> Stream.of("secretKeyRef", "usernameSecret", "passwordSecret")
                        .flatMap(field -> manifest.findValues(field).stream()))
                .toList();
        assertThat(references)
                .hasSize(5)
                .allSatisfy(reference -> assertThat(guide.lines())
                        .anyMatch(line -> line.contains("create secret generic "
                                        + reference.required("name").textValue() + " ")
                                && line.contains("--from-literal="
                                        + reference.required("key").textValue() + "=")));
        assertThat(of("Ingress", "firstbell").findValuesAsText("secretName"))
                .allSatisfy(name -> assertThat(guide).contains("create secret tls " + name + " "));
    }

    @Test
    void whateverSelectsTheLmsApiFindsIt() {
        JsonNode labels = pod.at("/metadata/labels");

        assertThat(labels).isNotEmpty();
        assertThat(List.of(
                        lmsApi.at("/spec/selector/matchLabels"),
                        pod.at("/spec/topologySpreadConstraints/0/labelSelector/matchLabels"),
                        of("Service", "lms-api").at("/spec/selector"),
                        of("PodDisruptionBudget", "lms-api").at("/spec/selector/matchLabels"),
                        of("NetworkPolicy", "lms-api").at("/spec/podSelector/matchLabels")))
                .containsOnly(labels);
    }

    @Test
    void theAutoscalerScalesTheLmsApiWhoseNumberNobodyElseSays() {
        JsonNode target = of("HorizontalPodAutoscaler", "lms-api").at("/spec/scaleTargetRef");

        assertThat(target.required("kind")).isEqualTo(lmsApi.required("kind"));
        assertThat(target.required("apiVersion")).isEqualTo(lmsApi.required("apiVersion"));
        assertThat(target.required("name")).isEqualTo(lmsApi.at("/metadata/name"));
        assertThat(lmsApi.required("spec").has("replicas")).isFalse();
    }

    @Test
    void drainingNodesLeavesOneOfEach() {
        for (String name : List.of("lms-api", "keycloak")) {
            assertThat(of("PodDisruptionBudget", name).at("/spec/minAvailable").intValue())
                    .isEqualTo(1);
        }
        assertThat(of("HorizontalPodAutoscaler", "lms-api")
                        .at("/spec/minReplicas")
                        .intValue())
                .isGreaterThan(1);
        assertThat(of("Keycloak", "keycloak").at("/spec/instances").intValue()).isGreaterThan(1);
        assertThat(of("PodDisruptionBudget", "keycloak")
                        .at("/spec/selector/matchLabels")
                        .required("app.kubernetes.io/instance"))
                .isEqualTo(of("Keycloak", "keycloak").at("/metadata/name"));
    }

    @Test
    void portsAreCalledByTheNamesTheyHave() {
        String port = container.at("/ports/0/name").textValue();
        JsonNode service = of("Service", "lms-api");

        assertThat(container.findValues("httpGet"))
                .hasSize(3)
                .allSatisfy(
                        probe -> assertThat(probe.required("port").textValue()).isEqualTo(port));
        assertThat(service.at("/spec/ports/0/targetPort").textValue()).isEqualTo(port);
        assertThat(of("NetworkPolicy", "lms-api")
                        .at("/spec/ingress/0/ports/0/port")
                        .textValue())
                .isEqualTo(port);
        assertThat(of("Ingress", "firstbell").findValues("backend"))
                .extracting(backend -> backend.required("service"))
                .allSatisfy(backend -> assertThat(backend.required("name").textValue())
                        .isIn(KEYCLOAKS_SERVICE, service.at("/metadata/name").textValue()))
                .filteredOn(backend -> backend.required("name").equals(service.at("/metadata/name")))
                .singleElement()
                .satisfies(backend -> assertThat(backend.at("/port/name")).isEqualTo(service.at("/spec/ports/0/name")));
    }

    @Test
    void whatSwitchesTracesOnFitsTheManifestsAndComposeDoesTheSame() {
        List<JsonNode> patches = stream(
                        Yaml.documents(ROOT.resolve("deploy/observability/kubernetes-traces/kustomization.yaml"))
                                .get(0)
                                .required("patches"))
                .toList();
        JsonNode keycloak = Yaml.parse(patches.get(0).required("patch").textValue());
        JsonNode lms = Yaml.parse(patches.get(1).required("patch").textValue());
        JsonNode compose = Yaml.documents(ROOT.resolve("deploy/observability/compose-traces.yaml"))
                .get(0);

        for (JsonNode patch : List.of(keycloak, lms)) {
            JsonNode patched = of(
                    patch.required("kind").textValue(),
                    patch.at("/metadata/name").textValue());
            assertThat(patch.required("apiVersion")).isEqualTo(patched.required("apiVersion"));
        }
        assertThat(lms.at("/spec/template/spec/containers/0/name")).isEqualTo(container.required("name"));
        assertThat(lms.at("/spec/template/spec/containers/0/env"))
                .extracting(variable -> variable.required("name").textValue())
                .containsExactlyElementsOf(compose.at("/services/lms-api/environment").properties().stream()
                        .map(Map.Entry::getKey)
                        .toList());
        assertThat(keycloak.at("/spec/additionalOptions"))
                .extracting(option -> option.required("name").textValue())
                .containsExactlyElementsOf(compose.at("/services/keycloak/environment").properties().stream()
                        .map(variable -> variable.getKey()
                                .substring("KC_".length())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '-'))
                        .toList());
    }

    @Test
    void theLmsMayReachTheCollectorOfItsTraces() {
        JsonNode patches = Yaml.documents(ROOT.resolve("deploy/observability/kubernetes-traces/kustomization.yaml"))
                .get(0)
                .required("patches");
        JsonNode policy = patches.get(2);

        assertThat(of(
                                policy.at("/target/kind").textValue(),
                                policy.at("/target/name").textValue())
                        .at("/spec/egress")
                        .isArray())
                .isTrue();
        assertThat(patches.get(1).required("patch").textValue())
                .contains(":"
                        + Yaml.parse(policy.required("patch").textValue())
                                .at("/0/value/ports/0/port")
                                .asText()
                        + "\n");
    }

    @Test
    void theImagesAreOfAVersionAndTheLmsApiHasNoRightsItDoesNotNeed() {
        assertThat(List.of(
                        container.required("image"), of("Keycloak", "keycloak").at("/spec/image")))
                .extracting(JsonNode::textValue)
                .allMatch(image -> image.matches(".+/firstbell/[a-z-]+:\\d+\\.\\d+\\.\\d+"));
        assertThat(pod.at("/spec/automountServiceAccountToken").booleanValue()).isFalse();
        assertThat(pod.at("/spec/securityContext/runAsNonRoot").booleanValue()).isTrue();
        assertThat(container.at("/securityContext/readOnlyRootFilesystem").booleanValue())
                .isTrue();
        assertThat(container.at("/securityContext/allowPrivilegeEscalation").booleanValue())
                .isFalse();
        assertThat(container.at("/securityContext/capabilities/drop/0").textValue())
                .isEqualTo("ALL");
    }

    private JsonNode of(String kind, String name) {
        return manifests.stream()
                .filter(manifest -> manifest.required("kind").textValue().equals(kind)
                        && manifest.at("/metadata/name").textValue().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " " + name));
    }

    private static JsonNode kustomization() {
        return Yaml.documents(DIRECTORY.resolve("kustomization.yaml")).get(0);
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
