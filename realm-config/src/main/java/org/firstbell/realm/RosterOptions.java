package org.firstbell.realm;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Who is on the roster, and through whom they sign in. */
final class RosterOptions {

    @Option(
            names = "--file",
            required = true,
            paramLabel = "<csv>",
            description =
                    "CSV file of people: Google Workspace's user export, OneRoster's users.csv, or a list of addresses")
    private Path file;

    @Option(
            names = "--identity-provider",
            required = true,
            paramLabel = "<alias>",
            description = "Through which these people will sign in")
    private String identityProvider;

    @Option(
            names = "--email-column",
            paramLabel = "<name>",
            description = "The header of the column of addresses, if it is not recognised")
    private Optional<String> emailColumn = Optional.empty();

    List<RosterRow> rows() {
        return Roster.read(file, emailColumn);
    }

    String identityProvider() {
        return identityProvider;
    }
}
