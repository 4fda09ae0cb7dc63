package org.firstbell.realm;

/**
 * A change of a realm that has not been made yet.
 *
 * @param undo takes back what {@code make} has done, all of it or the part that it got to
 * @param make makes it
 */
record Change(Undo undo, Runnable make) {

    /** What it adds, in a few words. */
    String what() {
        return undo.what();
    }
}
