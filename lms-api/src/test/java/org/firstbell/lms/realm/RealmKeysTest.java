package org.firstbell.lms.realm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.firstbell.lms.testing.TestClock;
import org.firstbell.lms.testing.TestRealm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RealmKeysTest {

    private final TestRealm testRealm = new TestRealm();
    private final TestClock clock = new TestClock();
    private final RealmKeys keys =
            new RealmKeys(new Realm(new Config(testRealm.url() + "/")), new KeycloakHttp(), clock);

    @AfterEach
    void stop() {
        testRealm.close();
    }

    @Test
    void fetchesOnceForTheKeysItKnows() {
        for (int i = 0; i < 3; i++) {
            assertThat(keys.find(testRealm.activeKey().getKeyID(), "RS256")).isPresent();
        }
        assertThat(testRealm.keyFetches()).isOne();
    }

    @Test
    void findsNoKeyForAnAlgorithmItWasNotMadeFor() {
        assertThat(keys.find(testRealm.activeKey().getKeyID(), "RS512")).isEmpty();
        assertThat(keys.find(null, "RS256")).isEmpty();
    }

    @Test
    void doesNotLetStrangersMakeItFetchWithoutEnd() {
        clock.stop();
        for (int i = 0; i < 20; i++) {
            assertThat(unknownKey()).isEmpty();
        }
        for (int i = 0; i < 100; i++) {
            assertThatExceptionOfType(KeycloakUnavailableException.class).isThrownBy(this::unknownKey);
        }
        assertThat(testRealm.keyFetches()).isEqualTo(20);

        clock.putForward(Duration.ofSeconds(1));
        assertThat(unknownKey()).isEmpty();
        assertThatExceptionOfType(KeycloakUnavailableException.class).isThrownBy(this::unknownKey);
    }

    @Test
    void fetchesOnceForAllWhoAskAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Boolean>> found = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                found.add(threads.submit(() ->
                        keys.find(testRealm.activeKey().getKeyID(), "RS256").isPresent()));
            }
            for (Future<Boolean> one : found) {
                assertThat(one.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(testRealm.keyFetches()).isOne();
    }

    @Test
    void keepsTheKeysItKnowsWhileTheRealmIsAway() {
        keys.refresh();
        testRealm.keysAvailable(false);

        keys.refresh();

        assertThat(keys.find(testRealm.activeKey().getKeyID(), "RS256")).isPresent();
        assertThatExceptionOfType(KeycloakUnavailableException.class).isThrownBy(this::unknownKey);
    }

    @Test
    void knowsNoneUntilTheRealmHasToldOnceAndSomeFromThenOn() {
        testRealm.keysAvailable(false);
        assertThat(keys.areKnown()).isFalse();

        testRealm.keysAvailable(true);
        assertThat(keys.areKnown()).isTrue();

        testRealm.keysAvailable(false);
        keys.refresh();
        assertThat(keys.areKnown()).isTrue();
    }

    @Test
    void forgetsKeysThatTheRealmHasWithdrawn() {
        String withdrawn = testRealm.activeKey().getKeyID();
        keys.refresh();
        testRealm.withdraw(withdrawn);
        testRealm.rotateKey();

        keys.refresh();

        assertThat(keys.find(withdrawn, "RS256")).isEmpty();
    }

    private Optional<?> unknownKey() {
        return keys.find(UUID.randomUUID().toString(), "RS256");
    }

    private record Config(String server) implements RealmConfig {

        @Override
        public URI url() {
            return URI.create(server);
        }

        @Override
        public String realm() {
            return "school";
        }

        @Override
        public Optional<URI> issuer() {
            return Optional.empty();
        }

        @Override
        public String clientId() {
            return "lms-api";
        }

        @Override
        public String clientSecret() {
            return TestRealm.CLIENT_SECRET;
        }

        @Override
        public String identityProvider() {
            return "google";
        }
    }
}
