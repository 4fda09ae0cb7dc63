package org.firstbell.e2e.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class PostgresContainerTest {

    @Test
    void isTheDatabaseOfTheComposeFile() throws IOException {
        assertThat(Files.readString(Path.of("../compose.yaml"))).contains("image: " + PostgresContainer.IMAGE + "\n");
    }
}
