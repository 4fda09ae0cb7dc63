package org.firstbell.e2e.browser;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLDecoder;
import java.util.Optional;

/** A redirect back to the application that sent the browser away. */
public record Callback(URI uri) implements Landing {

    /** The value of a query parameter. */
    public Optional<String> parameter(String name) {
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        for (String pair : query.split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return Optional.of(URLDecoder.decode(pair.substring(name.length() + 1), UTF_8));
            }
        }
        return Optional.empty();
    }
}
