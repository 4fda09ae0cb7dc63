package org.firstbell.e2e.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class WorkflowTest {

    private static final Path ROOT = Path.of("..");

    @Test
    void triesEveryKeycloakFromTheOneCompiledAgainstToTheOneRunOn() throws IOException {
        String pom = Files.readString(ROOT.resolve("pom.xml"));
        JsonNode matrix = Yaml.documents(ROOT.resolve(".github/workflows/containers.yml"))
                .get(0)
                .at("/jobs/stories/strategy/matrix");

        assertThat(matrix.required("keycloak"))
                .extracting(JsonNode::textValue)
                .startsWith(property(pom, "keycloak.version"))
                .endsWith(property(pom, "keycloak.server.version"));
        assertThat(matrix.required("java"))
                .extracting(JsonNode::textValue)
                .startsWith(property(pom, "maven.compiler.release"));
    }

    private static String property(String pom, String name) {
        return pom.replaceAll("(?s).*<" + name + ">([^<]+)</" + name + ">.*", "$1");
    }
}
