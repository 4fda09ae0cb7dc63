package org.firstbell.lms.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A realm of the tests' own: publishes keys, signs tokens and events with them, and answers for placeholders and people as told.
 *
 * <p>Plays what the API sees of Keycloak over HTTP; the end-to-end tests have the real one.
 */
public final class TestRealm implements AutoCloseable {

    public static final String CLIENT_SECRET = "a secret of the tests";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<JWK> published = new CopyOnWriteArrayList<>();
    private final Map<String, UUID> placeholders = new ConcurrentHashMap<>();
    private final Set<UUID> claimed = ConcurrentHashMap.newKeySet();
    private final AtomicInteger removals = new AtomicInteger();
    private volatile CountDownLatch removalsMayGoOn = new CountDownLatch(0);
    private final AtomicInteger keyFetches = new AtomicInteger();
    private final AtomicInteger placeholderRequests = new AtomicInteger();
    private final Map<UUID, Someone> people = new ConcurrentHashMap<>();
    private final Set<UUID> deleted = ConcurrentHashMap.newKeySet();
    private final AtomicInteger largestPeopleRequest = new AtomicInteger();
    private volatile boolean peopleAvailable = true;
    private volatile RSAKey activeKey;
    private volatile boolean keysAvailable = true;
    private volatile Placeholders behaviour = Placeholders.WORKING;

    /** How the placeholders resource behaves. */
    public enum Placeholders {
        WORKING,
        /** Closes the connection without an answer. */
        DOWN,
        FAILING_WITH_500,
        THROTTLING_WITH_429,
        FORBIDDING_WITH_403,
        ANSWERING_NONSENSE,
        /** Finds every address invalid. */
        REFUSING
    }

    public TestRealm() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        rotateKey();
        server.setExecutor(threads);
        server.createContext("/realms/school/protocol/openid-connect/certs", this::answerKeys);
        server.createContext("/realms/school/protocol/openid-connect/token", this::answerToken);
        server.createContext("/admin/realms/school/firstbell/placeholders", this::answerPlaceholders);
        server.createContext("/admin/realms/school/firstbell/people", this::answerPeople);
        server.start();
    }

    public String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    public String issuer() {
        return url() + "/realms/school";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** Signs with a new key from now on; the old ones stay published. */
    public void rotateKey() {
        activeKey = newRsaKey();
        publish(activeKey);
    }

    public void publish(JWK key) {
        published.add(key);
    }

    public void withdraw(String keyId) {
        published.removeIf(key -> key.getKeyID().equals(keyId));
    }

    public RSAKey activeKey() {
        return activeKey;
    }

    public static RSAKey newRsaKey() {
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

    public static ECKey newEcKey() {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyID(UUID.randomUUID().toString())
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A signed token of any kind; {@code null} for a type leaves the header out. */
    public static String sign(JWK key, String type, JWTClaimsSet claims) {
        try {
            JWSHeader header = new JWSHeader.Builder(
                            new JWSAlgorithm(key.getAlgorithm().getName()))
                    .keyID(key.getKeyID())
                    .type(type == null ? null : new JOSEObjectType(type))
                    .build();
            SignedJWT token = new SignedJWT(header, claims);
            token.sign(signer(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public void keysAvailable(boolean available) {
        keysAvailable = available;
    }

    public int keyFetches() {
        return keyFetches.get();
    }

    public void placeholders(Placeholders newBehaviour) {
        behaviour = newBehaviour;
    }

    public int placeholderRequests() {
        return placeholderRequests.get();
    }

    /** The id of the placeholder of an address; null while there is none. */
    public UUID placeholderOf(String email) {
        return placeholders.get(email);
    }

    /** Makes a placeholder that nobody asked for. */
    public UUID placeByHand(String email) {
        return placeholders.computeIfAbsent(email, unknown -> UUID.randomUUID());
    }

    public void removeByHand(String email) {
        placeholders.remove(email);
    }

    /** From now on the placeholder of an address is somebody's. */
    public void claim(String email) {
        claimed.add(placeholders.get(email));
    }

    /** How often it was asked to remove a placeholder. */
    public int removals() {
        return removals.get();
    }

    /** Takes its time with every removal it is asked for, until {@link #goOnRemoving}. */
    public void holdRemovals() {
        removalsMayGoOn = new CountDownLatch(1);
    }

    public void goOnRemoving() {
        removalsMayGoOn.countDown();
    }

    /** From now on tells of this person; of others whose tokens it signs it does not. */
    public void enrol(Someone someone) {
        people.put(someone.id(), someone);
    }

    /** From now on says that there is no such user. */
    public void delete(UUID userId) {
        people.remove(userId);
        deleted.add(userId);
    }

    public void peopleAvailable(boolean available) {
        peopleAvailable = available;
    }

    /** About how many it was asked at once, at most. */
    public int largestPeopleRequest() {
        return largestPeopleRequest.get();
    }

    private static JWSSigner signer(JWK key) throws JOSEException {
        return key instanceof RSAKey rsa ? new RSASSASigner(rsa) : new ECDSASigner(key.toECKey());
    }

    private void answerKeys(HttpExchange exchange) throws IOException {
        keyFetches.incrementAndGet();
        if (keysAvailable) {
            answer(exchange, 200, new JWKSet(published).toPublicJWKSet().toString());
        } else {
            answer(exchange, 503, "");
        }
    }

    private void answerToken(HttpExchange exchange) throws IOException {
        answer(
                exchange,
                200,
                "{\"access_token\":\"of the service account\",\"expires_in\":60,\"token_type\":\"Bearer\"}");
    }

    private void answerPlaceholders(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("DELETE")) {
            answerRemoval(exchange);
            return;
        }
        JsonNode request = JSON.readTree(exchange.getRequestBody());
        placeholderRequests.incrementAndGet();
        if (!"Bearer of the service account".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(exchange, 401, "");
            return;
        }
        switch (behaviour) {
            case WORKING -> answer(exchange, 200, results(request, true));
            case REFUSING -> answer(exchange, 200, results(request, false));
            case DOWN -> exchange.close();
            case FAILING_WITH_500 -> answer(exchange, 500, "");
            case THROTTLING_WITH_429 -> answer(exchange, 429, "");
            case FORBIDDING_WITH_403 -> answer(exchange, 403, "");
            case ANSWERING_NONSENSE -> answer(exchange, 200, "{\"results\":[null,{\"email\":7}]}");
        }
    }

    private void answerRemoval(HttpExchange exchange) throws IOException {
        removals.incrementAndGet();
        if (behaviour != Placeholders.WORKING) {
            answer(exchange, 503, "");
            return;
        }
        try {
            removalsMayGoOn.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        String path = exchange.getRequestURI().getPath();
        UUID id = UUID.fromString(path.substring(path.lastIndexOf('/') + 1));
        if (claimed.contains(id)) {
            answer(exchange, 409, "");
        } else {
            answer(exchange, placeholders.values().remove(id) ? 204 : 404, "");
        }
    }

    private void answerPeople(HttpExchange exchange) throws IOException {
        JsonNode request = JSON.readTree(exchange.getRequestBody());
        if (!"Bearer of the service account".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(exchange, 401, "");
            return;
        }
        if (!peopleAvailable) {
            answer(exchange, 503, "");
            return;
        }
        Set<String> emails = texts(request.required("emails"));
        Set<String> ids = texts(request.required("userIds"));
        largestPeopleRequest.accumulateAndGet(emails.size() + ids.size(), Math::max);
        var answer = JSON.createObjectNode()
                .put("asOf", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        var found = answer.putArray("people");
        for (Someone someone : people.values()) {
            boolean byEmail = someone.emailVerified() && emails.contains(someone.email());
            if (byEmail || ids.contains(someone.id().toString())) {
                found.addObject()
                        .put("userId", someone.id().toString())
                        .put("email", someone.email())
                        .put("emailVerified", someone.emailVerified())
                        .put("givenName", "New")
                        .put("familyName", "Comer");
            }
        }
        var gone = answer.putArray("gone");
        ids.stream().filter(id -> deleted.contains(UUID.fromString(id))).forEach(gone::add);
        answer(exchange, 200, answer.toString());
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new HashSet<>();
        array.forEach(text -> texts.add(text.textValue()));
        return texts;
    }

    private String results(JsonNode request, boolean valid) {
        var results = JSON.createArrayNode();
        for (JsonNode person : request.required("people")) {
            String email = person.required("email").textValue();
            var result = results.addObject().put("email", email);
            if (valid) {
                boolean known = placeholders.containsKey(email);
                UUID id = placeholders.computeIfAbsent(email, unknown -> UUID.randomUUID());
                result.put("outcome", known ? "waiting" : "created").put("userId", id.toString());
            } else {
                result.put("outcome", "invalid")
                        .put("detail", "not to our liking")
                        .put("code", "user-profile-refused");
            }
        }
        return JSON.createObjectNode().set("results", results).toString();
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }
}
