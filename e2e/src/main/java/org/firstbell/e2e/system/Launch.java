package org.firstbell.e2e.system;

/** Something to start. */
interface Launch<S extends RunningServer> {

    /** What people call it, for messages. */
    String name();

    S start();
}
