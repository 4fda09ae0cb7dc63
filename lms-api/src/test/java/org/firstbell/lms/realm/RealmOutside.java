package org.firstbell.lms.realm;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Clock;
import java.util.Map;
import org.firstbell.lms.testing.TestRealm;

/** The realm as the API sees it, without a running API. */
public record RealmOutside(Realm realm, RealmKeys keys) {

    public static RealmOutside of(TestRealm testRealm) {
        RealmConfig config = new SmallRyeConfigBuilder()
                .withMapping(RealmConfig.class)
                .withDefaultValues(Map.of(
                        "firstbell.keycloak.url", testRealm.url(),
                        "firstbell.keycloak.realm", "school",
                        "firstbell.keycloak.client-id", "lms-api",
                        "firstbell.keycloak.client-secret", TestRealm.CLIENT_SECRET,
                        "firstbell.keycloak.identity-provider", "google"))
                .build()
                .getConfigMapping(RealmConfig.class);
        Realm realm = new Realm(config);
        return new RealmOutside(realm, new RealmKeys(realm, new KeycloakHttp(), Clock.systemUTC()));
    }
}
