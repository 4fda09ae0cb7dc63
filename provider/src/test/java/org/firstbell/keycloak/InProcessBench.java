package org.firstbell.keycloak;

import org.firstbell.bench.Recording;
import org.firstbell.bench.Unit;
import org.firstbell.bench.jmh.JmhRun;
import org.firstbell.keycloak.claim.ClaimDecisions;
import org.firstbell.keycloak.delivery.TokenSigning;
import org.firstbell.keycloak.placeholder.AddressReading;
import org.junit.jupiter.api.Test;

/** What the extension computes by itself, without a database or a network. */
class InProcessBench {

    @Test
    void inProcess() throws Exception {
        new Recording("in-process", "In Keycloak's process", Unit.NANOSECONDS, "")
                .add(JmhRun.of(AddressReading.class))
                .add(JmhRun.of(ClaimDecisions.class))
                .add(JmhRun.of(TokenSigning.class))
                .end();
    }
}
