package org.firstbell.lms.event;

import org.firstbell.bench.Recording;
import org.firstbell.bench.Unit;
import org.firstbell.bench.jmh.JmhRun;
import org.junit.jupiter.api.Test;

/** How long the API takes to check who has signed an event, and what it says. */
class VerificationBench {

    @Test
    void verification() throws Exception {
        new Recording("verification", "An event believed by the LMS API", Unit.NANOSECONDS, "")
                .add(JmhRun.of(TokenVerification.class))
                .note("An RS256 signature of a key that is known already.")
                .end();
    }
}
