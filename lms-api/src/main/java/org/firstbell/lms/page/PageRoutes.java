package org.firstbell.lms.page;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/** Serves the page: its files under their version, and its document wherever a reload may happen. */
@Singleton
class PageRoutes {

    /** The page's own paths, as in router.js; whatever else is not there is answered as before. */
    private static final List<String> PATHS = List.of(
            "/", "/signed-in", "/waiting", "/courses/:course", "/courses/:course/enrol", "/courses/:course/history");

    private static final String FOR_GOOD = "public, max-age=31536000, immutable";

    private final PageFiles files;
    private final Shell shell;

    PageRoutes(PageFiles files, Shell shell) {
        this.files = files;
        this.shell = shell;
    }

    void register(@Observes Router router) {
        PATHS.forEach(path -> router.get(path).handler(this::sendDocument));
        router.get(Shell.ASSETS + files.version() + "/*").handler(this::sendFile);
    }

    private void sendDocument(RoutingContext context) {
        HttpServerResponse response = context.response()
                .putHeader("Content-Security-Policy", shell.contentSecurityPolicy())
                .putHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
        send(context, shell.document(), response);
    }

    private void sendFile(RoutingContext context) {
        String name = context.normalizedPath()
                .substring(Shell.ASSETS.length() + files.version().length() + 1);
        files.find(name)
                .filter(file -> !name.equals("index.html"))
                .ifPresentOrElse(
                        file -> send(context, file, context.response().putHeader(HttpHeaders.CACHE_CONTROL, FOR_GOOD)),
                        context::next);
    }

    private static void send(RoutingContext context, PageFile file, HttpServerResponse response) {
        response.putHeader(HttpHeaders.CONTENT_TYPE, file.mediaType())
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        String accepted = context.request().getHeader(HttpHeaders.ACCEPT_ENCODING);
        if (accepted != null && accepted.contains("gzip")) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip").end(file.gzipped());
        } else {
            response.end(file.content());
        }
    }
}
