package org.firstbell.e2e.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class KeycloakInstallationTest {

    @Test
    void isBuiltAsTheImageForSchoolsIs() throws IOException {
        String dockerfile = Files.readString(Path.of("../deploy/Dockerfile")).replaceAll("\\\\\n +", "");

        assertThat(dockerfile).contains("kc.sh build " + String.join(" ", KeycloakInstallation.BUILD_OPTIONS) + "\n");
    }
}
