package org.firstbell.lms.grant;

import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Whether those who gave something might still give it now. */
public interface GiverRights {

    /**
     * Looks again, in one statement.
     *
     * @param needed for each pending grant, the name of the privilege that giving it takes
     * @return those of the grants that their givers might not give any more
     */
    Set<UUID> lostFor(Map<UUID, String> needed);
}
