package org.firstbell.e2e.system;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks a server that may not be there yet how it is. */
final class HttpProbe {

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpRequest request;

    HttpProbe(URI uri) {
        request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
    }

    boolean answersOk() {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking " + request.uri(), e);
        }
    }
}
