package org.firstbell.keycloak.claim;

import static org.keycloak.models.utils.KeycloakModelUtils.runJobInTransaction;
import static org.keycloak.models.utils.KeycloakModelUtils.runJobInTransactionWithResult;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.firstbell.keycloak.claim.OpenClaims.OpenClaim;
import org.firstbell.keycloak.placeholder.PlaceholderLock;
import org.firstbell.keycloak.placeholder.PlaceholderMarker;
import org.jboss.logging.Logger;
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
 * in between, the account would stay enabled although nobody is bound to it. Once the longest of the realm's login
 * timeouts has passed, a sweep disables it. The person is not affected: their next login claims anew; and one that is
 * completed later all the same, or at that very moment, enables the account with the link.
 */
final class BrokenOffClaims implements ProviderEventListener {

    private static final Logger LOG = Logger.getLogger(BrokenOffClaims.class);
    private static final String SWEEP = "firstbell-broken-off-claims";

    private final Duration sweepInterval;
    private final Clock clock;

    /** Sweeps on every node, from the time when its database is migrated. */
    BrokenOffClaims(Duration sweepInterval, Clock clock) {
        this.sweepInterval = sweepInterval;
        this.clock = clock;
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
            List<OpenClaim> claims = runJobInTransactionWithResult(sessions, OpenClaims::all);
            for (OpenClaim claim : claims) {
                runJobInTransaction(sessions, session -> endIfBrokenOff(session, claim));
            }
        } catch (RuntimeException e) {
            LOG.error("broken-off claims could not be ended; the next sweep tries again", e);
        }
    }

    private void endIfBrokenOff(KeycloakSession session, OpenClaim claim) {
        RealmModel realm = session.realms().getRealm(claim.realmId());
        session.getContext().setRealm(realm);
        Duration longestLogin = Duration.ofSeconds(SessionExpiration.getAuthSessionLifespan(realm));
        if (!claim.at().plus(longestLogin).isBefore(clock.instant())) {
            return;
        }
        UserModel user = session.users().getUserById(realm, claim.userId());
        if (user == null) {
            return;
        }
        PlaceholderLock.take(session, user);
        if (!claim.isOf(user)) {
            return;
        }
        OpenClaims.end(user);
        if (PlaceholderMarker.claimableBy(user).isPresent()) {
            user.setEnabled(false);
            Footholds.remove(session, realm, user);
            LOG.infof(
                    "user %s is a disabled placeholder again: the login that claimed it was not completed",
                    user.getId());
        }
    }
}
