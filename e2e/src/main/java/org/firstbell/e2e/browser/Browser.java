package org.firstbell.e2e.browser;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.firstbell.e2e.client.JsonHttp;

/**
 * As much of a browser as it takes to sign in: cookies, redirects, links and HTML forms.
 *
 * <p>Each browser is a person's own: it starts without cookies. Not thread-safe, as no window is.
 */
public final class Browser {

    private static final int MOST_REDIRECTS = 20;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .cookieHandler(new CookieManager(new LoopbackCookies(), CookiePolicy.ACCEPT_ALL))
            .build();
    private final List<Visit> visits = new ArrayList<>();
    private final Predicate<URI> notFollowed;
    private final Consumer<Visit> watcher;
    private Optional<String> language = Optional.empty();
    private Optional<String> trace = Optional.empty();

    /**
     * Opens a window.
     *
     * @param application redirects to URLs that begin with this one are not followed: the caller plays what is there
     */
    public Browser(URI application) {
        this(application, visit -> {});
    }

    /**
     * Opens a window that somebody watches.
     *
     * @param application as above
     * @param watcher is told of each visit as soon as it is answered, on the browser's thread
     */
    public Browser(URI application, Consumer<Visit> watcher) {
        this(target -> target.toString().startsWith(application.toString()), watcher);
    }

    /**
     * Opens a window of somebody who may stop anywhere on the way.
     *
     * @param notFollowed redirects to such URLs are not followed: the caller plays what is there, or stays away
     */
    public Browser(Predicate<URI> notFollowed) {
        this(notFollowed, visit -> {});
    }

    private Browser(Predicate<URI> notFollowed, Consumer<Visit> watcher) {
        this.notFollowed = notFollowed;
        this.watcher = watcher;
    }

    /** Asks for pages in this language from now on, as a person sets it in their browser ({@code Accept-Language}). */
    public void prefer(String languageTag) {
        language = Optional.of(languageTag);
    }

    /** Makes every request from now on a part of this trace, as whatever stands before Keycloak may do. */
    public void traceAs(String traceparent) {
        trace = Optional.of(traceparent);
    }

    /** Goes to a URL, and wherever it redirects to. */
    public Landing open(URI uri) {
        return land(HttpRequest.newBuilder(uri).GET());
    }

    /** Sends a form as it is filled in. */
    public Landing submit(Form form) {
        String fields = JsonHttp.formEncoded(form.fields());
        return land(HttpRequest.newBuilder(form.action())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(fields, UTF_8)));
    }

    /** Every request that this browser has made, oldest first. */
    public List<Visit> visits() {
        return List.copyOf(visits);
    }

    private Landing land(HttpRequest.Builder first) {
        HttpRequest.Builder next = first;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            HttpResponse<String> response = send(next);
            Optional<URI> target = redirectTarget(response);
            if (target.isEmpty()) {
                return new Page(response.uri(), response.statusCode(), response.body());
            }
            if (notFollowed.test(target.get())) {
                return new Callback(target.get());
            }
            next = HttpRequest.newBuilder(target.get()).GET();
        }
        throw new IllegalStateException("redirected more than " + MOST_REDIRECTS + " times, lately from "
                + visits.get(visits.size() - 1).uri());
    }

    private HttpResponse<String> send(HttpRequest.Builder builder) {
        language.ifPresent(tag -> builder.setHeader("Accept-Language", tag));
        trace.ifPresent(parent -> builder.setHeader("traceparent", parent));
        HttpRequest request = builder.timeout(TIMEOUT).build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            Visit visit = new Visit(request.method(), request.uri(), response.statusCode());
            visits.add(visit);
            watcher.accept(visit);
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(request.method() + " " + request.uri() + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during " + request.method() + " " + request.uri(), e);
        }
    }

    private static Optional<URI> redirectTarget(HttpResponse<?> response) {
        return response.statusCode() / 100 == 3
                ? response.headers().firstValue("Location").map(response.uri()::resolve)
                : Optional.empty();
    }
}
