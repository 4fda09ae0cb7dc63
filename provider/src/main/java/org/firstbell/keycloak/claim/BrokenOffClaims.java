package org.firstbell.keycloak.claim;

import static org.keycloak.models.utils.KeycloakModelUtils.runJobInTransaction;
import static org.keycloak.models.utils.KeycloakModelUtils.runJobInTransactionWithResult;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.firstbell.keycloak.placeholder.PlaceholderMarker;
import org.jboss.logging.Logger;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.models.utils.SessionExpiration;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;
import org.keycloak.timer.TimerProvider;

/**
 * Disables again what a claim has enabled and no link has followed.
 *
 * <p>A claim has to enable the account one request before Keycloak writes the link. If the browser, or the server, dies
 * in between, the account would stay enabled although nobody is bound to it. Once the login that claimed can no longer
 * be completed (the longest of the realm's login timeouts has passed), a sweep disables it. The person is not affected:
 * their next login claims anew.
 */
final class BrokenOffClaims implements ProviderEventListener {

    /** User attribute: when the account was claimed, in seconds since the epoch; there only until the link is written. */
    private static final String CLAIMED_AT = "firstbell.claimed-at";

    private static final Logger LOG = Logger.getLogger(BrokenOffClaims.class);
    private static final String SWEEP = "firstbell-broken-off-claims";

    private final Duration sweepInterval;
    private final Clock clock;

    /** Sweeps on every node, from the time when its database is migrated. */
    BrokenOffClaims(Duration sweepInterval, Clock clock) {
        this.sweepInterval = sweepInterval;
        this.clock = clock;
    }

    void noteClaim(UserModel user) {
        user.setSingleAttribute(CLAIMED_AT, String.valueOf(clock.instant().getEpochSecond()));
    }

    static void forget(UserModel user) {
        user.removeAttribute(CLAIMED_AT);
    }

    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof PostMigrationEvent migrated) {
            KeycloakSessionFactory sessions = migrated.getFactory();
            runJobInTransaction(
                    sessions,
                    session -> session.getProvider(TimerProvider.class)
                            .schedule(() -> sweep(sessions), sweepInterval.toMillis(), SWEEP));
        }
    }

    private void sweep(KeycloakSessionFactory sessions) {
        try {
            for (Claim claim : runJobInTransactionWithResult(sessions, BrokenOffClaims::open)) {
                runJobInTransaction(sessions, session -> endIfBrokenOff(session, claim));
            }
        } catch (RuntimeException e) {
            LOG.error("broken-off claims could not be ended; the next sweep tries again", e);
        }
    }

    private static List<Claim> open(KeycloakSession session) {
        return session.getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .createQuery(
                        "select new " + Claim.class.getName() + "(u.realmId, u.id, a.value)"
                                + " from UserEntity u join u.attributes a where a.name = :claimedAt",
                        Claim.class)
                .setParameter("claimedAt", CLAIMED_AT)
                .getResultList();
    }

    private void endIfBrokenOff(KeycloakSession session, Claim claim) {
        RealmModel realm = session.realms().getRealm(claim.realmId());
        session.getContext().setRealm(realm);
        UserModel user = session.users().getUserById(realm, claim.userId());
        if (user == null || PlaceholderMarker.claimableBy(user).isEmpty()) {
            return;
        }
        Duration longestLogin = Duration.ofSeconds(SessionExpiration.getAuthSessionLifespan(realm));
        if (claim.at().plus(longestLogin).isBefore(clock.instant())) {
            user.setEnabled(false);
            forget(user);
            LOG.infof(
                    "user %s is a disabled placeholder again: the login that claimed it was not completed",
                    user.getId());
        }
    }

    /**
     * A claim without a link as yet.
     *
     * @param claimedAt the attribute's value
     */
    record Claim(String realmId, String userId, String claimedAt) {

        /** An attribute that somebody has meddled with counts as long past. */
        Instant at() {
            try {
                return Instant.ofEpochSecond(Long.parseLong(claimedAt));
            } catch (RuntimeException meddledWith) {
                return Instant.EPOCH;
            }
        }
    }
}
