package org.firstbell.lms.event;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** How old an event may be, and for how long it is remembered. */
@ConfigMapping(prefix = "firstbell.events")
interface EventConfig {

    /** Since it was signed, which the sender does afresh for each attempt; longer than the sender goes on trying. */
    Duration maxAge();

    /** By how much the sender's clock may be ahead of ours. */
    Duration clockSkew();

    /**
     * For how long an event that was taken is known again. The sender tries for days by itself, but what it has given up can
     * be sent again by hand for as long as it is kept there.
     */
    Duration remembered();
}
