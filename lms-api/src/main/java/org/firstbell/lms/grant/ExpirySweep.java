package org.firstbell.lms.grant;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import org.firstbell.address.EmailAddress;
import org.firstbell.lms.grant.GrantHistory.Deed;
import org.firstbell.lms.grant.GrantHistory.Entry;
import org.firstbell.lms.grant.GrantHistory.What;
import org.firstbell.lms.person.AddressLocks;
import org.firstbell.lms.provisioning.ProvisioningRequests;
import org.firstbell.lms.sql.SingleColumn;
import org.hibernate.StatelessSession;
import org.jboss.logging.Logger;

/**
 * Retires what nobody came for in time, batch by batch, each a transaction with a constant number of statements. Instances
 * may sweep at once: a grant is retired by whoever has the lock of its address first.
 */
@ApplicationScoped
class ExpirySweep {

    private static final Logger LOG = Logger.getLogger(ExpirySweep.class);
    private static final int GRANTS = 500;

    private final StatelessSession session;
    private final ExpiredGrants expired;
    private final AddressLocks locks;
    private final GrantHistory history;
    private final ProvisioningRequests provisioning;
    private final Clock clock;

    ExpirySweep(
            StatelessSession session,
            ExpiredGrants expired,
            AddressLocks locks,
            GrantHistory history,
            ProvisioningRequests provisioning,
            Clock clock) {
        this.session = session;
        this.expired = expired;
        this.locks = locks;
        this.history = history;
        this.provisioning = provisioning;
        this.clock = clock;
    }

    @Scheduled(
            every = "{firstbell.grants.expiry-sweep-every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sweep() {
        int retired = 0;
        for (int batch = retireBatch(); batch > 0; batch = retireBatch()) {
            retired += batch;
        }
        expired.trim();
        if (retired > 0) {
            LOG.infof("%d grants expired", retired);
        }
    }

    /** {@return how many addresses there were something to do about} */
    @Transactional
    int retireBatch() {
        List<EmailAddress> addresses = SingleColumn.query(session, """
                        select distinct email from (
                            select email from pending_grant where expires_at <= :now order by expires_at limit :limit
                        ) due
                        """, String.class)
                .setParameter("now", clock.instant())
                .setParameter("limit", GRANTS)
                .getResultList()
                .stream()
                .map(EmailAddress::new)
                .toList();
        if (!addresses.isEmpty()) {
            locks.lock(addresses);
            history.add(
                    What.EXPIRED,
                    "expiry",
                    expired.retire(addresses).stream()
                            .map(grant -> new Deed(
                                    grant.grantedBy(), new Entry(grant.id(), grant.courseId(), grant.kind(), null)))
                            .toList());
            provisioning.release(addresses);
        }
        return addresses.size();
    }
}
