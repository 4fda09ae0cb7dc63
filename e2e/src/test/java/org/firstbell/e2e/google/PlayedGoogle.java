package org.firstbell.e2e.google;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.firstbell.e2e.client.JsonHttp;

/**
 * Plays Google's sign-in to a Keycloak that is started with {@link #keycloakOptions()}.
 *
 * <p>Keycloak's provider type {@code google} has Google's hosts built in. Its own requests come here through a proxy,
 * and it trusts our certificate for those hosts; the browser's part is {@link #answer}. Thread-safe.
 */
public final class PlayedGoogle implements AutoCloseable {

    public static final String CLIENT_ID = "firstbell.apps.googleusercontent.com";
    public static final String CLIENT_SECRET = UUID.randomUUID().toString();

    private static final String ISSUER = "https://accounts.google.com";
    private static final String AUTHORIZATION = ISSUER + "/o/oauth2/v2/auth";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ServerCertificate certificate;
    private final RSAKey key = newKey();
    private final RSAKey anothersKey = newKey();
    private final Map<String, Grant> codes = new ConcurrentHashMap<>();
    private final Map<String, GoogleIdentity> accessTokens = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "google");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpsServer server;
    private final ConnectProxy proxy;

    private PlayedGoogle(Path directory) throws IOException {
        List<String> hosts = List.of("oauth2.googleapis.com", "openidconnect.googleapis.com", "www.googleapis.com");
        certificate = ServerCertificate.forHosts(hosts, directory);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.sslContext()));
        server.setExecutor(threads);
        serve("oauth2.googleapis.com", "POST", "/token", this::token);
        serve("openidconnect.googleapis.com", "GET", "/v1/userinfo", this::userInfo);
        serve("www.googleapis.com", "GET", "/oauth2/v3/certs", this::keys);
        server.start();
        proxy = new ConnectProxy(Set.copyOf(hosts), server.getAddress());
    }

    /**
     * Starts serving.
     *
     * @param directory where its certificate is put, for Keycloak to read
     */
    public static PlayedGoogle start(Path directory) {
        try {
            return new PlayedGoogle(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An authorization code that waits to be redeemed. */
    private record Grant(GoogleIdentity identity, String redirectUri, String nonce) {}

    /** What Keycloak's command line needs for taking us for Google. */
    public List<String> keycloakOptions() {
        return List.of(
                "--truststore-paths=" + certificate.pem(),
                "--spi-connections-http-client--default--proxy-mappings=.*\\.googleapis\\.com;" + proxy.uri());
    }

    /** Whether a browser that goes there has come to Google. */
    public static boolean isAt(URI uri) {
        return "accounts.google.com".equals(uri.getHost());
    }

    /**
     * Signs somebody in, in a browser that Keycloak has sent to Google.
     *
     * @param request where Keycloak has sent the browser
     * @return where Google sends it back to
     * @throws IllegalArgumentException if Google would not take that request
     */
    public URI answer(URI request, GoogleIdentity identity) {
        Map<String, String> query = parameters(request.getRawQuery());
        require(request.toString().startsWith(AUTHORIZATION + "?"), "goes to the wrong address");
        require("code".equals(query.get("response_type")), "asks for something else than a code");
        require(CLIENT_ID.equals(query.get("client_id")), "is another client's");
        require(
                List.of(query.getOrDefault("scope", "").split(" ")).containsAll(List.of("openid", "email", "profile")),
                "does not ask for the address");
        require(!query.getOrDefault("state", "").isBlank(), "has no state");
        require(!query.getOrDefault("nonce", "").isBlank(), "has no nonce");
        String redirectUri = query.getOrDefault("redirect_uri", "");
        require(redirectUri.matches("http://localhost:\\d+/realms/[^/]+/broker/[^/]+/endpoint"), "leads elsewhere");

        String code = UUID.randomUUID().toString();
        codes.put(code, new Grant(identity, redirectUri, query.get("nonce")));
        return URI.create(redirectUri + "?" + JsonHttp.formEncoded(Map.of("code", code, "state", query.get("state"))));
    }

    /** The parameters of a query or of a form's body. */
    public static Map<String, String> parameters(String encoded) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : encoded.split("&", -1)) {
            String[] nameAndValue = pair.split("=", 2);
            parameters.put(nameAndValue[0], URLDecoder.decode(nameAndValue[1], UTF_8));
        }
        return parameters;
    }

    private static void require(boolean condition, String problem) {
        if (!condition) {
            throw new IllegalArgumentException("the authorization request " + problem);
        }
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> form =
                parameters(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        Grant grant = codes.remove(form.getOrDefault("code", ""));
        if (grant == null
                || !"authorization_code".equals(form.get("grant_type"))
                || !CLIENT_ID.equals(form.get("client_id"))
                || !CLIENT_SECRET.equals(form.get("client_secret"))
                || !grant.redirectUri().equals(form.get("redirect_uri"))) {
            answer(exchange, 400, Map.of("error", "invalid_grant"));
            return;
        }
        String accessToken = UUID.randomUUID().toString();
        accessTokens.put(accessToken, grant.identity());
        answer(
                exchange,
                200,
                Map.of(
                        "access_token",
                        accessToken,
                        "token_type",
                        "Bearer",
                        "expires_in",
                        3600,
                        "scope",
                        "openid email profile",
                        "id_token",
                        idToken(grant)));
    }

    private String idToken(Grant grant) {
        Instant now = Instant.now();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", ISSUER);
        claims.put("aud", CLIENT_ID);
        claims.put("azp", CLIENT_ID);
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plusSeconds(3600).getEpochSecond());
        claims.put("nonce", grant.nonce());
        claims.putAll(grant.identity().idToken());
        claims.values().removeIf(value -> value == null);
        try {
            // The forger knows Google's key id, which is public.
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID(key.getKeyID())
                            .build(),
                    JWTClaimsSet.parse(claims));
            token.sign(new RSASSASigner(grant.identity().genuine() ? key : anothersKey));
            return token.serialize();
        } catch (JOSEException | java.text.ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    private void userInfo(HttpExchange exchange) throws IOException {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        GoogleIdentity identity =
                authorization == null ? null : accessTokens.get(authorization.replaceFirst("^Bearer ", ""));
        if (identity == null) {
            answer(exchange, 401, Map.of("error", "invalid_token"));
            return;
        }
        Map<String, Object> claims = new LinkedHashMap<>(identity.userInfo());
        claims.values().removeIf(value -> value == null);
        answer(exchange, 200, claims);
    }

    private void keys(HttpExchange exchange) throws IOException {
        answer(exchange, 200, new JWKSet(key.toPublicJWK()).toJSONObject());
    }

    private void serve(String host, String method, String path, HttpHandler handler) {
        server.createContext(path, exchange -> {
            try (exchange) {
                if (!host.equals(exchange.getRequestHeaders().getFirst("Host").replaceFirst(":443$", ""))
                        || !method.equals(exchange.getRequestMethod())) {
                    exchange.sendResponseHeaders(404, -1);
                    return;
                }
                handler.handle(exchange);
            }
        });
    }

    private static void answer(HttpExchange exchange, int status, Map<String, ?> body) throws IOException {
        byte[] json = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().add("Content-Type", "application/json; charset=utf-8");
        exchange.sendResponseHeaders(status, json.length);
        exchange.getResponseBody().write(json);
    }

    private static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(2048)
                    .keyID(UUID.randomUUID().toString())
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        proxy.close();
        server.stop(0);
        threads.shutdownNow();
    }
}
