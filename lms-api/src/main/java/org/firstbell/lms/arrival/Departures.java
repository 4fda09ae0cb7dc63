package org.firstbell.lms.arrival;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.UUID;
import org.firstbell.address.EmailAddress;
import org.firstbell.lms.grant.Attachment;
import org.firstbell.lms.person.AddressLocks;
import org.firstbell.lms.person.People;
import org.firstbell.lms.person.PersonView;
import org.firstbell.lms.provisioning.ProvisioningRequests;
import org.jboss.logging.Logger;

/** People whose account was deleted. */
@ApplicationScoped
public class Departures {

    private static final Logger LOG = Logger.getLogger(Departures.class);

    private final People people;
    private final Attachment attachment;
    private final ProvisioningRequests provisioning;
    private final AddressLocks locks;

    Departures(People people, Attachment attachment, ProvisioningRequests provisioning, AddressLocks locks) {
        this.people = people;
        this.attachment = attachment;
        this.provisioning = provisioning;
        this.locks = locks;
    }

    /**
     * Ends what somebody was given and forgets who they were. Their id stays, without anything personal, for what they
     * owned, granted and were granted; the courses they own stay as well.
     *
     * @param why for the history
     */
    @Transactional
    public void depart(UUID personId, String why) {
        // Before the lock of the row, as in an arrival.
        Optional<EmailAddress> address = addressOf(personId);
        address.ifPresent(locks::lock);
        people.lock(personId, null);
        people.purge(personId);
        attachment.endAll(personId, address.orElse(null), why);
        provisioning.forget(personId);
        LOG.infof("user %s: purged (%s)", personId, why);
    }

    private Optional<EmailAddress> addressOf(UUID personId) {
        return people.find(personId).map(PersonView::email).map(EmailAddress::new);
    }
}
