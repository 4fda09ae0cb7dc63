package org.firstbell.realm;

import java.util.Optional;

/**
 * A person of a roster, as the file has them.
 *
 * @param line where the row begins, from 1
 * @param address whatever stands there, possibly nothing
 * @param firstName empty if not known
 * @param lastName empty if not known
 * @param gone why the file says that the person is not to sign in; empty for whoever is
 */
record RosterRow(int line, String address, String firstName, String lastName, Optional<String> gone) {}
