package org.firstbell.e2e.run;

import java.time.Duration;
import java.util.List;

/**
 * How long first logins took to be answered by the LMS's having attached what was pending: from Keycloak's writing the
 * event, a moment before the login's commit, to its recording that the LMS has taken it. Rather too long than too short.
 *
 * @param sorted shortest first, at least one
 */
record AttachTimes(List<Duration> sorted) {

    AttachTimes {
        sorted = sorted.stream().sorted().toList();
    }

    /** The time that so many percent of the logins did not exceed, 1 to 100. */
    Duration percentile(int percent) {
        return sorted.get((sorted.size() * percent + 99) / 100 - 1);
    }

    @Override
    public String toString() {
        return "from the login's commit to attached: p50 %d ms, p99 %d ms (%d first logins)"
                .formatted(percentile(50).toMillis(), percentile(99).toMillis(), sorted.size());
    }
}
