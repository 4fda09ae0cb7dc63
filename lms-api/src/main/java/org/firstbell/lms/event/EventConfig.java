package org.firstbell.lms.event;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** How old an event may be. */
@ConfigMapping(prefix = "firstbell.events")
interface EventConfig {

    /** Since it was signed, which the sender does afresh for each attempt; longer than the sender goes on trying. */
    Duration maxAge();

    /** By how much the sender's clock may be ahead of ours. */
    Duration clockSkew();
}
