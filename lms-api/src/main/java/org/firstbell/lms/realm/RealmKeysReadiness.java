package org.firstbell.lms.realm;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready once the realm's keys are known. Without them every token and every event would be refused for now; with them
 * this service goes on while Keycloak is away.
 */
@Readiness
final class RealmKeysReadiness implements HealthCheck {

    private final RealmKeys keys;

    RealmKeysReadiness(RealmKeys keys) {
        this.keys = keys;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("Realm keys").status(keys.areKnown()).build();
    }
}
