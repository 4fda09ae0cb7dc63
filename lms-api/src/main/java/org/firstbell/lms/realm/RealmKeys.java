package org.firstbell.lms.realm;

import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.net.http.HttpRequest;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.Use;
import org.jose4j.lang.JoseException;

/**
 * The realm's public signing keys, fetched ahead, kept while Keycloak is down, and fetched again when a key is unknown.
 *
 * <p>A stranger can name unknown keys as fast as they like, so fetches draw on an allowance: a few at once, then one a
 * second. Whoever asks while it is used up is told to come back, never that a key does not exist.
 */
@Singleton
public class RealmKeys {

    private static final Logger LOG = Logger.getLogger(RealmKeys.class);
    private static final int FETCHES_AT_ONCE = 20;
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final Realm realm;
    private final KeycloakHttp http;
    private final Clock clock;

    private volatile Map<String, PublicJsonWebKey> keys = Map.of();
    private volatile long fetchesBegun;
    private KeycloakUnavailableException lastFailure;
    private int allowance = FETCHES_AT_ONCE;
    private Instant allowanceAsOf;

    RealmKeys(Realm realm, KeycloakHttp http, Clock clock) {
        this.realm = realm;
        this.http = http;
        this.clock = clock;
        this.allowanceAsOf = clock.instant();
    }

    /**
     * Looks a key up, asking Keycloak if it is not known here.
     *
     * @param keyId the {@code kid} of a signature
     * @param algorithm the {@code alg} of the same signature; a key made for another one is not found
     * @return the key, or empty if the realm has none like that
     * @throws KeycloakUnavailableException if that cannot be known now
     */
    public Optional<PublicKey> find(String keyId, String algorithm) {
        if (keyId == null) {
            return Optional.empty();
        }
        long begunBefore = fetchesBegun;
        PublicJsonWebKey key = keys.get(keyId);
        if (key == null) {
            key = fetchAndGet(keyId, begunBefore);
        }
        return Optional.ofNullable(key)
                .filter(found ->
                        found.getAlgorithm() == null || found.getAlgorithm().equals(algorithm))
                .map(PublicJsonWebKey::getPublicKey);
    }

    /**
     * {@return whether there are any; asks Keycloak as long as there are none}
     *
     * <p>They are known from then on, also while Keycloak is away.
     */
    boolean areKnown() {
        if (keys.isEmpty()) {
            refresh();
        }
        return !keys.isEmpty();
    }

    /** Keys that the realm has withdrawn stop being accepted, and the first caller need not wait for a fetch. */
    @Scheduled(every = "5m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void refresh() {
        try {
            refetch(fetchesBegun);
        } catch (KeycloakUnavailableException e) {
            LOG.warnf("realm keys not refreshed, %d known: %s", keys.size(), e.getMessage());
        }
    }

    private synchronized PublicJsonWebKey fetchAndGet(String keyId, long begunBefore) {
        if (!keys.containsKey(keyId)) {
            refetch(begunBefore);
        }
        return keys.get(keyId);
    }

    /** @param begunBefore the count when the caller looked; a fetch begun since then has answered the caller's question */
    private synchronized void refetch(long begunBefore) {
        if (fetchesBegun == begunBefore) {
            drawOnAllowance();
            fetchesBegun++;
            try {
                keys = fetch();
                lastFailure = null;
            } catch (KeycloakUnavailableException e) {
                lastFailure = e;
            }
        }
        if (lastFailure != null) {
            throw lastFailure;
        }
    }

    private void drawOnAllowance() {
        Instant now = clock.instant();
        long earned = Math.max(0, Duration.between(allowanceAsOf, now).toSeconds());
        if (earned > 0) {
            allowance = (int) Math.min(FETCHES_AT_ONCE, allowance + earned);
            allowanceAsOf = now;
        }
        if (allowance == 0) {
            throw KeycloakUnavailableException.unreachable("realm keys were fetched too often just now", null);
        }
        allowance--;
    }

    private Map<String, PublicJsonWebKey> fetch() {
        KeycloakHttp.Answer answer =
                http.send(HttpRequest.newBuilder(realm.keys()).timeout(TIMEOUT).build());
        if (answer.status() != 200) {
            throw KeycloakUnavailableException.refused("realm keys", answer.status());
        }
        try {
            Map<String, PublicJsonWebKey> fetched = new HashMap<>();
            for (JsonWebKey key : new JsonWebKeySet(answer.body()).getJsonWebKeys()) {
                if (key instanceof PublicJsonWebKey publicKey
                        && key.getKeyId() != null
                        && !Use.ENCRYPTION.equals(key.getUse())) {
                    fetched.put(key.getKeyId(), publicKey);
                }
            }
            return Map.copyOf(fetched);
        } catch (JoseException e) {
            throw KeycloakUnavailableException.notUnderstood("realm keys: the answer is no key set");
        }
    }
}
