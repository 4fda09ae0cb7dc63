package org.firstbell.realm;

import java.util.List;

/** One respect in which a realm is, or is not yet, as Firstbell needs it. */
interface Part {

    /**
     * What has to be changed, in the order in which it has to be; nothing if the realm is as it should be. Reads only.
     *
     * @throws RefusedException if the realm cannot be brought there
     */
    List<Change> missing(Realm realm);
}
