package org.firstbell.e2e.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.firstbell.e2e.system.Checkout;

/** What the servers write besides their usual logs: the same, one JSON object a line. Restarts and further nodes append. */
public final class StructuredLogs {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path keycloak;
    private final Path lms;

    private StructuredLogs(Path directory) {
        keycloak = directory.resolve("keycloak.json");
        lms = directory.resolve("lms-api.json");
    }

    /** In a directory of their own, without what was there. */
    public static StructuredLogs inADirectory() {
        Path directory = Checkout.fromSystemProperties().root().resolve("e2e/target/logs/structured");
        StructuredLogs logs = new StructuredLogs(directory);
        try {
            Files.createDirectories(directory);
            letEverybodyWriteTo(directory);
            Files.deleteIfExists(logs.keycloak);
            Files.deleteIfExists(logs.lms);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return logs;
    }

    /** In its container, Keycloak is somebody else than we are. */
    private static void letEverybodyWriteTo(Path directory) throws IOException {
        if (!directory.toFile().setWritable(true, false)) {
            throw new AccessDeniedException(directory.toString());
        }
    }

    /** As on the command line of {@code kc.sh start}. */
    public List<String> keycloakOptions() {
        return List.of(
                "--log=console,file",
                "--log-file=" + keycloak,
                "--log-file-output=json",
                "--log-file-rotation-enabled=false");
    }

    /** Variables of the LMS API's environment. */
    public Map<String, String> lmsEnvironment() {
        return Map.of(
                "QUARKUS_LOG_FILE_ENABLED",
                "true",
                "QUARKUS_LOG_FILE_PATH",
                lms.toString(),
                "QUARKUS_LOG_FILE_JSON_ENABLED",
                "true",
                "QUARKUS_LOG_FILE_ROTATION_ROTATE_ON_BOOT",
                "false");
    }

    /** What Keycloak has written so far, of our own loggers. */
    List<JsonNode> ofKeycloak() {
        return ours(keycloak);
    }

    /** What the LMS API has written so far, of our own loggers. */
    List<JsonNode> ofLms() {
        return ours(lms);
    }

    private static List<JsonNode> ours(Path log) {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.endsWith("}"))
                    .map(StructuredLogs::json)
                    .filter(line -> line.path("loggerName").asText().startsWith("org.firstbell"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
    }
}
