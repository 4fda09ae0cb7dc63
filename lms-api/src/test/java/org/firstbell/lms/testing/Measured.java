package org.firstbell.lms.testing;

import org.firstbell.bench.Recording;

/** What is measured on the running API. */
public final class Measured {

    private Measured() {}

    /** Says in the recording which versions it is of. */
    public static Recording on(Database database, Recording recording) {
        return recording.with("PostgreSQL", database.text("show server_version"));
    }
}
