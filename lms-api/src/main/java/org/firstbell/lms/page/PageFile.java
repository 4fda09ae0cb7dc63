package org.firstbell.lms.page;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** A file as it goes to the browser, compressed once. */
final class PageFile {

    private static final Map<String, String> MEDIA_TYPES = Map.of(
            "html", "text/html;charset=utf-8",
            "js", "text/javascript;charset=utf-8",
            "css", "text/css;charset=utf-8",
            "svg", "image/svg+xml");

    private final String mediaType;
    private final byte[] content;
    private final byte[] gzipped;

    /** @throws IllegalArgumentException for a name that ends in nothing the page is made of */
    PageFile(String name, byte[] content) {
        this.mediaType = MEDIA_TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (mediaType == null) {
            throw new IllegalArgumentException("no media type for " + name);
        }
        this.content = content.clone();
        this.gzipped = gzip(content);
    }

    String mediaType() {
        return mediaType;
    }

    Buffer content() {
        return Buffer.buffer(content);
    }

    Buffer gzipped() {
        return Buffer.buffer(gzipped);
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
