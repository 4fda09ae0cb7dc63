package org.firstbell.lms.provisioning;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.firstbell.address.EmailAddress;
import org.firstbell.lms.person.AddressLocks;
import org.firstbell.lms.provisioning.ProvisioningRequests.ProvisioningRequested;
import org.firstbell.lms.sql.SingleColumn;
import org.hibernate.StatelessSession;

/**
 * Lists whose placeholders are asked for after their commit, so that no teacher waits for ten thousand requests to be written.
 *
 * <p>Which addresses are meant is told by what waits: for whoever has come meanwhile, or from whom it was taken back, nothing
 * does.
 */
@ApplicationScoped
public class ProvisioningLists {

    private final StatelessSession session;
    private final AddressLocks locks;
    private final ProvisioningRequests requests;
    private final Event<ProvisioningRequested> requested;

    ProvisioningLists(
            StatelessSession session,
            AddressLocks locks,
            ProvisioningRequests requests,
            Event<ProvisioningRequested> requested) {
        this.session = session;
        this.locks = locks;
        this.requests = requests;
        this.requested = requested;
    }

    /**
     * Has placeholders asked for, once the transaction has committed, for all for whom something waits in a course that was
     * given at one moment.
     *
     * @param grantedAt as it was stored
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void add(UUID courseId, String kind, Instant grantedAt) {
        session.createNativeMutationQuery(
                        "insert into provisioning_list (course_id, kind, granted_at) values (:course, :kind, :grantedAt)")
                .setParameter("course", courseId)
                .setParameter("kind", kind)
                .setParameter("grantedAt", grantedAt)
                .executeUpdate();
        requested.fire(new ProvisioningRequested());
    }

    /**
     * Asks for the placeholders of the list that has waited longest. An instance that dies meanwhile loses nothing: until the
     * commit, the list is there for all.
     *
     * <p>The list is not locked before its addresses: the deletion of a course has the locks of all addresses when it comes
     * to the lists, and whoever had a list and waited for an address would wait in a circle with it. So several may be about
     * to ask for the same list; whoever has the addresses first takes it away.
     *
     * @return whether there was one
     */
    @Transactional
    boolean askForNext() {
        Optional<Long> list = SingleColumn.query(
                        session, "select id from provisioning_list order by id limit 1", Long.class)
                .uniqueResultOptional();
        list.ifPresent(this::ask);
        return list.isPresent();
    }

    private void ask(long list) {
        List<EmailAddress> addresses = SingleColumn.query(
                        session, "select email from unasked_grant where list_id = :list", String.class)
                .setParameter("list", list)
                .getResultList()
                .stream()
                .map(EmailAddress::new)
                .toList();
        locks.lock(addresses);
        boolean first = session.createNativeMutationQuery("delete from provisioning_list where id = :list")
                        .setParameter("list", list)
                        .executeUpdate()
                == 1;
        if (first) {
            requests.ask(addresses);
        }
    }
}
