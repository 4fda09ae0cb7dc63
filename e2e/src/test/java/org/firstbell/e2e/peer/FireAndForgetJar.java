package org.firstbell.e2e.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.keycloak.events.EventListenerProviderFactory;

/** The listener that posts and forgets, as a jar for Keycloak's {@code providers/} folder. */
public final class FireAndForgetJar {

    /** The same bytes from the same classes, so that Keycloak need not be built anew. */
    private static final LocalDateTime ALWAYS = LocalDateTime.of(2000, 1, 1, 0, 0);

    private FireAndForgetJar() {}

    /** Packs the test classes as they are compiled; returns the jar. */
    public static Path in(Path directory) {
        Path jar = directory.resolve("fire-and-forget.jar");
        try {
            Files.createDirectories(directory);
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
                add(
                        out,
                        "META-INF/services/" + EventListenerProviderFactory.class.getName(),
                        FireAndForgetListenerFactory.class.getName().getBytes(UTF_8));
                for (Path file : classFiles()) {
                    add(
                            out,
                            FireAndForgetJar.class.getPackageName().replace('.', '/') + "/" + file.getFileName(),
                            Files.readAllBytes(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return jar;
    }

    private static void add(JarOutputStream out, String name, byte[] content) throws IOException {
        JarEntry entry = new JarEntry(name);
        entry.setTimeLocal(ALWAYS);
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
    }

    /** Those of the listener and of its factory, inner ones among them. */
    private static List<Path> classFiles() throws IOException {
        try (Stream<Path> files = Files.list(directoryOfClasses())) {
            return files.filter(file -> file.getFileName().toString().startsWith("FireAndForgetListener"))
                    .sorted()
                    .toList();
        }
    }

    private static Path directoryOfClasses() {
        try {
            return Path.of(FireAndForgetJar.class
                            .getResource("FireAndForgetJar.class")
                            .toURI())
                    .getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
