package org.firstbell.lms.realm;

import jakarta.inject.Singleton;
import java.net.URI;

/** The school's realm: its addresses, and our name in it. */
@Singleton
public final class Realm {

    private final RealmConfig config;
    private final String server;

    Realm(RealmConfig config) {
        this.config = config;
        this.server = withoutTrailingSlash(config.url().toString());
    }

    /** The {@code iss} of the realm's tokens and events, compared as text. */
    public String issuer() {
        return config.issuer().map(URI::toString).orElseGet(this::base);
    }

    /** The {@code aud} that means this service. */
    public String audience() {
        return config.clientId();
    }

    /** Alias of the identity provider that may claim the placeholders we ask for. */
    public String identityProvider() {
        return config.identityProvider();
    }

    /** A resource of our extension. */
    URI firstbell(String resource) {
        return URI.create(server + "/admin/realms/" + config.realm() + "/firstbell/" + resource);
    }

    URI keys() {
        return URI.create(base() + "/protocol/openid-connect/certs");
    }

    URI token() {
        return URI.create(base() + "/protocol/openid-connect/token");
    }

    String clientSecret() {
        return config.clientSecret();
    }

    private String base() {
        return server + "/realms/" + config.realm();
    }

    private static String withoutTrailingSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
