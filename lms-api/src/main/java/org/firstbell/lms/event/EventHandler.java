package org.firstbell.lms.event;

/** What follows from events of one type. */
interface EventHandler {

    /** The type's URI. */
    String type();

    /**
     * Does what follows, in the transaction that remembers the event. Events may come late, out of order, and again under
     * another id.
     *
     * @param why for the history
     */
    void handle(SecurityEvent event, String why);
}
