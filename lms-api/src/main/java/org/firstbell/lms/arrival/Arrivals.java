package org.firstbell.lms.arrival;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;
import org.firstbell.address.EmailAddress;
import org.firstbell.lms.grant.Attachment;
import org.firstbell.lms.grant.PendingGrants;
import org.firstbell.lms.person.Identity;
import org.firstbell.lms.person.People;
import org.firstbell.lms.person.People.Row;
import org.firstbell.lms.person.PersonView;
import org.firstbell.lms.problem.ProblemException;
import org.firstbell.lms.problem.ProblemType;
import org.jboss.logging.Logger;

/**
 * People coming: for the first time, with another address, or just again.
 *
 * <p>Keycloak's event and the person's own first request may arrive in either order, at once, twice, and on different
 * instances; all of them end here, and whoever is second finds everything done.
 */
@ApplicationScoped
public class Arrivals {

    private static final Logger LOG = Logger.getLogger(Arrivals.class);

    private final People people;
    private final PendingGrants pending;
    private final Attachment attachment;

    Arrivals(People people, PendingGrants pending, Attachment attachment) {
        this.people = people;
        this.pending = pending;
        this.attachment = attachment;
    }

    /**
     * Lets somebody in who has never been here; does nothing for others.
     *
     * @throws ProblemException if their account was deleted
     */
    @Transactional
    public void firstAppearance(Identity identity) {
        switch (people.acquaintanceWith(identity.id())) {
            case KNOWN -> {}
            case STRANGER -> arrive(identity, "request");
            case PURGED -> throw new ProblemException(ProblemType.ACCOUNT_DELETED);
        }
    }

    /** Brings up to date what is known of somebody who may have been here before, and gives them what waits. */
    @Transactional
    public void appearance(Identity identity) {
        firstAppearance(identity);
        Optional<PersonView> known = people.find(identity.id());
        boolean unchanged =
                known.filter(person -> saysNothingNew(identity, person)).isPresent();
        if (!unchanged || isAwaited(identity)) {
            arrive(identity, "request");
        }
    }

    /**
     * What came of a statement about somebody.
     *
     * @param attached how many grants
     * @param addressChanged whether somebody who was known has another address now
     */
    public record Outcome(int attached, boolean addressChanged) {

        private static final Outcome NOTHING = new Outcome(0, false);
    }

    /**
     * Takes in what the realm says about somebody, and attaches what waits for their proven address.
     *
     * <p>An address that others hold moves here, if this is the newer statement; what they were given stays theirs. An
     * older statement never overrules a newer one. It still means that they once came with its address: what waited for it
     * then, and nothing given since, is theirs unless somebody else holds the address now. Somebody whose account was
     * deleted does not come back; what waited for them ends as the rest of what they had.
     *
     * <p>So the order in which statements arrive makes no difference in the end.
     *
     * @param why for the history
     */
    @Transactional
    public Outcome arrive(Identity identity, String why) {
        EmailAddress address = identity.provenAddress();
        if (people.add(identity.id(), address, identity.name(), identity.asOf())) {
            return new Outcome(address == null ? 0 : attach(identity, Instant.MAX, why), false);
        }
        Row self = null;
        Row otherHolder = null;
        for (Row row : people.lock(identity.id(), address)) {
            if (row.id().equals(identity.id())) {
                self = row;
            } else {
                otherHolder = row;
            }
        }
        if (self != null && self.purged()) {
            if (address != null && otherHolder == null) {
                attachment.endPending(identity.id(), address, identity.asOf(), why);
            }
            LOG.infof("user %s: not taken in, the account was deleted", identity.id());
            return Outcome.NOTHING;
        }
        boolean news = self == null || !self.asOf().isAfter(identity.asOf());
        boolean theirsAlready = isAddressOf(self, address);
        boolean theirs = theirsAlready
                || (address != null
                        && news
                        && (otherHolder == null || !otherHolder.asOf().isAfter(identity.asOf())));
        if (theirs && otherHolder != null) {
            people.release(address);
            LOG.infof("user %s: takes over the address of user %s", identity.id(), otherHolder.id());
        }
        if (news) {
            String heldNow = theirs ? address.value() : self == null ? null : self.email();
            String name = identity.name() != null || self == null ? identity.name() : self.name();
            people.save(identity.id(), heldNow, name, identity.asOf());
        } else if (self.name() == null && identity.name() != null) {
            people.save(identity.id(), self.email(), identity.name(), self.asOf());
        }
        int attached = 0;
        if (theirs) {
            attached = attach(identity, Instant.MAX, why);
        } else if (address != null && otherHolder == null) {
            attached = attach(identity, identity.asOf(), why);
        }
        return new Outcome(attached, theirs && !theirsAlready && self != null);
    }

    private int attach(Identity identity, Instant grantedUntil, String why) {
        int attached = attachment.attachPending(identity.id(), identity.provenAddress(), grantedUntil, why);
        if (attached > 0) {
            LOG.infof("user %s: %d grants attached (%s)", identity.id(), attached, why);
        }
        return attached;
    }

    private boolean isAwaited(Identity identity) {
        return identity.provenAddress() != null && pending.waitFor(identity.provenAddress());
    }

    private static boolean saysNothingNew(Identity identity, PersonView known) {
        EmailAddress address = identity.provenAddress();
        return (address == null || address.value().equals(known.email()))
                && (identity.name() == null || identity.name().equals(known.name()));
    }

    private static boolean isAddressOf(Row self, EmailAddress address) {
        return self != null && address != null && address.value().equals(self.email());
    }
}
