package org.firstbell.lms.reconciliation;

import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import org.firstbell.lms.realm.KeycloakUnavailableException;
import org.jboss.logging.Logger;

/** Compares with the realm at the start and from then on regularly. */
@Singleton
final class ReconciliationJob {

    private static final Logger LOG = Logger.getLogger(ReconciliationJob.class);

    private final Reconciliation reconciliation;

    ReconciliationJob(Reconciliation reconciliation) {
        this.reconciliation = reconciliation;
    }

    @Scheduled(every = "{firstbell.reconciliation.every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void reconcile() {
        try {
            if (reconciliation.run(false).isEmpty()) {
                LOG.info("reconciliation: left to another instance, which is at it");
            }
        } catch (KeycloakUnavailableException e) {
            LOG.warnf("reconciliation given up until the next time: %s", e.getMessage());
        }
    }
}
