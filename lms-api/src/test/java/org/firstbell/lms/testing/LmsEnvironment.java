package org.firstbell.lms.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** What the API needs around it: a real PostgreSQL, and a {@link TestRealm}. */
public final class LmsEnvironment implements QuarkusTestResourceLifecycleManager {

    /** Where times are measured, nothing lies between the API and its database, and nothing counts statements. */
    private static final boolean MEASURED = Boolean.getBoolean("firstbell.measured");

    private EmbeddedPostgres database;
    private DatabaseLine line;
    private TestRealm realm;

    @Override
    public Map<String, String> start() {
        try {
            EmbeddedPostgres.Builder postgres = EmbeddedPostgres.builder();
            if (!MEASURED) {
                postgres.setServerConfig("shared_preload_libraries", StatementCounter.EXTENSION);
            }
            database = postgres.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        line = new DatabaseLine(database.getPort());
        realm = new TestRealm();
        return Map.of(
                "quarkus.datasource.jdbc.url",
                "jdbc:postgresql://localhost:" + (MEASURED ? database.getPort() : line.port()) + "/postgres",
                "quarkus.datasource.username",
                "postgres",
                "quarkus.datasource.password",
                "postgres",
                "firstbell.keycloak.url",
                realm.url(),
                "firstbell.keycloak.client-secret",
                TestRealm.CLIENT_SECRET);
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(realm, new TestInjector.MatchesType(TestRealm.class));
        injector.injectIntoFields(line, new TestInjector.MatchesType(DatabaseLine.class));
    }

    @Override
    public void stop() {
        realm.close();
        line.close();
        try {
            database.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
