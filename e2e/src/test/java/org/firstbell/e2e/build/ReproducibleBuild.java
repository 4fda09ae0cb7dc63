package org.firstbell.e2e.build;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.firstbell.e2e.system.Checkout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Builds everything that we hand on twice, in places and languages of their own, and compares what comes out, byte by byte:
 * {@code ./mvnw -Preproducible}. The time zone, which Quarkus writes into its jars, is set in {@code .mvn/jvm.config}.
 */
final class ReproducibleBuild {

    /** What a release consists of, below the checkout. */
    private static final List<String> RESULTS = List.of(
            "provider/target/firstbell-provider-%s.jar",
            "realm-config/target/firstbell-realm.jar", "lms-api/target/quarkus-app");

    /**
     * What Quarkus 3.33 generates and changes when it builds differs from build to build (quarkusio/quarkus issue 7027).
     */
    private static final Set<String> NOT_REPRODUCIBLE_YET = Set.of(
            "lms-api/target/quarkus-app/quarkus/transformed-bytecode.jar",
            "lms-api/target/quarkus-app/quarkus/generated-bytecode.jar");

    private static final Set<String> NOT_COPIED = Set.of(".git", "target", "node_modules");

    private final Checkout checkout = Checkout.fromSystemProperties();

    @TempDir
    private Path directory;

    @Test
    void givesTheSameBytes() {
        Map<String, String> here = build("here", "-Duser.language=tr -Duser.country=TR");
        Map<String, String> there = build("somewhere/else", "-Duser.language=en -Duser.country=US");

        assertThat(here).hasSizeGreaterThan(100);
        assertThat(there).isEqualTo(here);
    }

    /** The digest of every file of the results. */
    private Map<String, String> build(String place, String javaOptions) {
        Path copy = directory.resolve(place);
        copyTo(copy);
        // Offline: what it needs, the build that runs this has needed, too.
        List<String> line = List.of(
                copy.resolve("mvnw").toString(),
                "-q",
                "-o",
                "package",
                "-DskipTests",
                // Java's own image of its memory; whoever runs the API can make it again.
                "-Darchive.skip=true",
                "-pl",
                "provider,lms-api,realm-config",
                "-am");
        ProcessBuilder builder =
                new ProcessBuilder(line).directory(copy.toFile()).inheritIO();
        builder.environment().merge("JAVA_TOOL_OPTIONS", javaOptions, (given, ours) -> given + " " + ours);
        try {
            assertThat(builder.start().waitFor()).as("exit code of the build").isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        Map<String, String> digests = new TreeMap<>();
        RESULTS.forEach(result -> digests.putAll(digests(copy, copy.resolve(result.formatted(checkout.version())))));
        assertThat(digests.keySet().removeAll(NOT_REPRODUCIBLE_YET)).isTrue();
        return digests;
    }

    private void copyTo(Path copy) {
        Path root = checkout.root().toAbsolutePath().normalize();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path original, BasicFileAttributes attributes)
                        throws IOException {
                    if (NOT_COPIED.contains(original.getFileName().toString())) {
                        return FileVisitResult.SKIP_SUBTREE;
                    }
                    Files.createDirectories(copy.resolve(root.relativize(original)));
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path original, BasicFileAttributes attributes) throws IOException {
                    // Without its attributes, but for the right to be run: the date is another one, too.
                    Path file = copy.resolve(root.relativize(original));
                    Files.copy(original, file, StandardCopyOption.REPLACE_EXISTING);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> digests(Path root, Path result) {
        try (Stream<Path> files = Files.walk(result)) {
            return files.filter(Files::isRegularFile)
                    .collect(toMap(file -> root.relativize(file).toString(), ReproducibleBuild::digest));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(in, digest).readAllBytes();
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
