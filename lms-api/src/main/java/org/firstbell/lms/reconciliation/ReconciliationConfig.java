package org.firstbell.lms.reconciliation;

import io.smallrye.config.ConfigMapping;

/** How to compare with the realm. When is {@code firstbell.reconciliation.every}. */
@ConfigMapping(prefix = "firstbell.reconciliation")
interface ReconciliationConfig {

    /** When to compare, {@code off} for never; here so that it counts as known. */
    String every();

    /**
     * How many people may be purged at once. Forgetting people cannot be undone, and a Keycloak that suddenly does not know
     * most of them has more likely been restored from the wrong backup.
     */
    int mostPurges();
}
