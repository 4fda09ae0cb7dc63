package org.firstbell.realm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/** Brings a realm to where Firstbell works in it, part by part, and back. */
final class RealmSetup {

    private final Realm realm;
    private final SetupRecord record;

    RealmSetup(Realm realm) {
        this.realm = realm;
        this.record = new SetupRecord(realm);
    }

    /** What is missing, in the order in which it would be added. Changes nothing. */
    List<Change> plan(List<Part> parts) {
        refuseDuplicateEmails();
        List<Change> changes = new ArrayList<>();
        parts.forEach(part -> changes.addAll(part.missing(realm)));
        return changes;
    }

    /**
     * Adds what is missing. How to undo a change is recorded before it is made, so that one that fails can be undone, too.
     *
     * @param told is given each change after it is made
     */
    void apply(List<Part> parts, Consumer<Change> told) {
        List<Undo> undos = record.read();
        for (Change change : plan(parts)) {
            undos.add(change.undo());
            record.write(undos);
            change.make().run();
            told.accept(change);
        }
    }

    /**
     * Takes away what {@link #apply} has added, last first.
     *
     * @param told is given what each step takes away, after it
     */
    void remove(Consumer<Undo> told) {
        List<Undo> undos = record.read();
        while (!undos.isEmpty()) {
            Undo last = undos.remove(undos.size() - 1);
            last.undo(realm);
            record.write(undos);
            told.accept(last);
        }
    }

    /** What {@link #remove} would take away, in that order. */
    List<Undo> added() {
        List<Undo> undos = record.read();
        Collections.reverse(undos);
        return undos;
    }

    /** What the school may want to look at. Firstbell works all the same, and leaves it to the school. */
    List<String> advice() {
        List<String> advice = new ArrayList<>();
        JsonNode settings = realm.settings();
        if (usersChangeTheirAddress()) {
            advice.add(
                    "Users may change their own e-mail address. Somebody could take the address of a person who has"
                            + " yet to sign in for the first time: let administrators alone edit it (Realm settings, User profile).");
        }
        if (settings.path("sslRequired").asText().equals("none")) {
            advice.add("The realm takes requests without TLS (Realm settings, Require SSL).");
        }
        if (!settings.path("bruteForceProtected").asBoolean()) {
            advice.add("Passwords may be guessed without end (Realm settings, Brute force detection).");
        }
        return advice;
    }

    private boolean usersChangeTheirAddress() {
        for (JsonNode attribute : realm.get("/users/profile").path("attributes")) {
            if (attribute.path("name").asText().equals("email")) {
                for (JsonNode role : attribute.path("permissions").path("edit")) {
                    if (role.asText().equals("user")) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private void refuseDuplicateEmails() {
        if (realm.settings().path("duplicateEmailsAllowed").asBoolean()) {
            throw new RefusedException("Realm " + realm.name()
                    + " lets several users have the same e-mail address (Realm settings, Login): an address would not"
                    + " tell who is meant");
        }
    }
}
