package org.firstbell.realm;

/** What became of a person of a roster. */
enum RosterVerdict {
    /** Has a placeholder now. */
    CREATED("created"),
    /** Would have got a placeholder, had this not been a dry run. */
    TO_CREATE("to be created"),
    /** Had a placeholder already. */
    WAITING("waiting"),
    /** Is a user of the realm already. */
    ACTIVE("active"),
    /** Stands further up in the file, too. */
    DUPLICATE("duplicate"),
    /** Is not to have one, says the file. */
    LEFT_OUT("left out"),
    /** Cannot have one. */
    INVALID("invalid"),
    /** Was not asked for, because Keycloak could not be asked. */
    NOT_TRIED("not tried");

    private final String words;

    RosterVerdict(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /** Whether somebody should look at it. */
    boolean isBad() {
        return this == INVALID || this == NOT_TRIED;
    }
}
