package org.firstbell.e2e.browser;

import java.net.CookieManager;
import java.net.CookieStore;
import java.net.HttpCookie;
import java.net.URI;
import java.util.List;

/**
 * Cookies as browsers keep them for {@code http://localhost}.
 *
 * <p>Keycloak marks its cookies Secure on plain HTTP too. Browsers send those to the loopback host all the same, since
 * nobody listens in between; the JDK's cookie store would not.
 */
final class LoopbackCookies implements CookieStore {

    private final CookieStore cookies = new CookieManager().getCookieStore();

    @Override
    public void add(URI uri, HttpCookie cookie) {
        if (uri.getHost().equals("localhost")) {
            cookie.setSecure(false);
        }
        cookies.add(uri, cookie);
    }

    @Override
    public List<HttpCookie> get(URI uri) {
        return cookies.get(uri);
    }

    @Override
    public List<HttpCookie> getCookies() {
        return cookies.getCookies();
    }

    @Override
    public List<URI> getURIs() {
        return cookies.getURIs();
    }

    @Override
    public boolean remove(URI uri, HttpCookie cookie) {
        return cookies.remove(uri, cookie);
    }

    @Override
    public boolean removeAll() {
        return cookies.removeAll();
    }
}
