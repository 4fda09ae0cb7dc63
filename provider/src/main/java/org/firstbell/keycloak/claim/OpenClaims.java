package org.firstbell.keycloak.claim;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * The claims whose link is not written as yet. Each is noted on the user that it has enabled, so that whoever goes on
 * with it, or ends it, finds it: the request that writes the link, a second login of the person, a sweep.
 */
final class OpenClaims {

    /** User attribute: when the account was claimed, in seconds since the epoch; there only until the link is written. */
    private static final String CLAIMED_AT = "firstbell.claimed-at";

    private final Clock clock;

    OpenClaims(Clock clock) {
        this.clock = clock;
    }

    static boolean isOpen(UserModel user) {
        return user.getFirstAttribute(CLAIMED_AT) != null;
    }

    /**
     * Notes that a login claims the user now. If a claim is open already, this one takes its place, and what the account
     * has gained since then goes.
     *
     * @param user locked
     */
    void open(KeycloakSession session, RealmModel realm, UserModel user) {
        if (isOpen(user)) {
            Footholds.remove(session, realm, user);
        }
        user.setSingleAttribute(CLAIMED_AT, String.valueOf(clock.instant().getEpochSecond()));
    }

    static void end(UserModel user) {
        user.removeAttribute(CLAIMED_AT);
    }

    /** Every open claim, in every realm. */
    static List<OpenClaim> all(KeycloakSession session) {
        return session.getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .createQuery(
                        "select new " + OpenClaim.class.getName() + "(u.realmId, u.id, a.value)"
                                + " from UserEntity u join u.attributes a where a.name = :claimedAt",
                        OpenClaim.class)
                .setParameter("claimedAt", CLAIMED_AT)
                .getResultList();
    }

    /**
     * A claim without a link as yet.
     *
     * @param claimedAt the attribute's value
     */
    record OpenClaim(String realmId, String userId, String claimedAt) {

        /** Whether it is this claim that the user's note is about, and not a later one. */
        boolean isOf(UserModel user) {
            return claimedAt.equals(user.getFirstAttribute(CLAIMED_AT));
        }

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
