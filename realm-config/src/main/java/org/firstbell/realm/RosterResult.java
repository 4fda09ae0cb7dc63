package org.firstbell.realm;

/**
 * What became of one row.
 *
 * @param detail why, in words without addresses; may be empty
 */
record RosterResult(RosterRow row, RosterVerdict verdict, String detail) {}
