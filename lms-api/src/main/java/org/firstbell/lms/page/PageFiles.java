package org.firstbell.lms.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quarkus.runtime.util.ClassPathUtils;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of the page, read once from {@code page/} of the class path and kept in memory: some 200 KB.
 *
 * <p>Their common version is part of their URLs. So a browser keeps them for good, and what belongs together is never mixed.
 */
@Singleton
class PageFiles {

    private static final String ROOT = "page";
    private static final int VERSION_LENGTH = 12;

    private final SortedMap<String, byte[]> contents = new TreeMap<>();
    private final SortedMap<String, PageFile> files = new TreeMap<>();
    private final String version;

    PageFiles() {
        try {
            ClassPathUtils.consumeAsPaths(ROOT, this::read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        contents.forEach((name, content) -> files.put(name, new PageFile(name, content)));
        version = hash().substring(0, VERSION_LENGTH);
    }

    /** {@return what changes whenever one of the files does} */
    String version() {
        return version;
    }

    /** @param name with {@code /} between its parts, for example {@code people/person-row.js} */
    Optional<PageFile> find(String name) {
        return Optional.ofNullable(files.get(name));
    }

    /** @throws IllegalStateException if there is no such file, which is a mistake of the build */
    String text(String name) {
        byte[] content = contents.get(name);
        if (content == null) {
            throw new IllegalStateException(ROOT + "/" + name + " is missing");
        }
        return new String(content, UTF_8);
    }

    private void read(Path root) {
        try (Stream<Path> walk = Files.walk(root)) {
            List<Path> found = walk.filter(Files::isRegularFile).toList();
            for (Path file : found) {
                String name = root.relativize(file)
                        .toString()
                        .replace(file.getFileSystem().getSeparator(), "/");
                contents.put(name, Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String hash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            contents.forEach((name, content) -> {
                digest.update(name.getBytes(UTF_8));
                digest.update(content);
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
