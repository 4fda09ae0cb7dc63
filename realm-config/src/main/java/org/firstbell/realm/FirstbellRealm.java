package org.firstbell.realm;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The command line. Exit codes: 0 if all went well, 1 if something could not be done, 2 for wrong options.
 */
@Command(
        name = "firstbell-realm",
        mixinStandardHelpOptions = true,
        description = "Brings a Keycloak realm to where Firstbell works in it, and back, and people into it.",
        synopsisSubcommandLabel = "(plan | apply | remove | roster | partial-import)")
public final class FirstbellRealm {

    private static final String NEEDS =
            " Needs the roles manage-realm, manage-clients, manage-identity-providers and manage-users.";

    @Spec
    private CommandSpec spec;

    private FirstbellRealm() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new FirstbellRealm()).setExecutionExceptionHandler((e, line, parsed) -> {
            if (e instanceof RefusedException) {
                line.getErr().println(e.getMessage());
                return 1;
            }
            throw e;
        });
    }

    @Command(mixinStandardHelpOptions = true, description = "Shows what apply would change. Changes nothing." + NEEDS)
    void plan(@Mixin AdminOptions admin, @Mixin SetupOptions wishes) {
        RealmSetup setup = new RealmSetup(admin.realm());
        List<Change> changes = setup.plan(wishes.parts());
        changes.forEach(change -> out().println("+ " + change.what()));
        out().println(changes.isEmpty() ? "no changes" : count(changes.size(), "change"));
        advise(setup);
    }

    @Command(mixinStandardHelpOptions = true, description = "Adds what is missing. May be repeated." + NEEDS)
    void apply(@Mixin AdminOptions admin, @Mixin SetupOptions wishes) {
        RealmSetup setup = new RealmSetup(admin.realm());
        int[] made = {0};
        setup.apply(wishes.parts(), change -> {
            made[0]++;
            out().println("+ " + change.what());
        });
        out().println(made[0] == 0 ? "no changes" : count(made[0], "change") + " made");
        advise(setup);
    }

    @Command(mixinStandardHelpOptions = true, description = "Takes away what apply has added." + NEEDS)
    void remove(
            @Mixin AdminOptions admin,
            @Option(names = "--dry-run", description = "Shows what would be taken away, and takes nothing")
                    boolean dryRun) {
        RealmSetup setup = new RealmSetup(admin.realm());
        List<Undo> added = setup.added();
        if (added.isEmpty()) {
            out().println("nothing that apply has added is here");
        } else if (dryRun) {
            added.forEach(undo -> out().println("- " + undo.what()));
            out().println(count(added.size(), "change") + " would be undone");
        } else {
            setup.remove(undo -> out().println("- " + undo.what()));
            out().println(count(added.size(), "change") + " undone");
        }
    }

    @Command(
            mixinStandardHelpOptions = true,
            description =
                    "Makes placeholders for the people of a CSV file. May be repeated. Needs the role manage-users,"
                            + " or a service account with manage-placeholders.")
    int roster(
            @Mixin AdminOptions admin,
            @Mixin RosterOptions roster,
            @Option(
                            names = "--result",
                            required = true,
                            paramLabel = "<csv>",
                            description = "New file for what became of each line")
                    Path result,
            @Option(names = "--dry-run", description = "Says what would become of each line, and changes nothing")
                    boolean dryRun) {
        List<RosterRow> rows = roster.rows();
        Progress progress = new Progress(err(), Ansi.AUTO.enabled(), rows.size());
        Perseverance perseverance = new Perseverance((pause, why) -> {
            progress.note(why.getMessage() + "; trying again in " + pause.toSeconds() + " s");
            sit(pause);
        });
        Realm realm = admin.realm();
        perseverance.ask(() -> signedIn(realm));
        String placeholders = "/firstbell/placeholders" + (dryRun ? "/plan" : "");
        RosterSummary summary = new RosterSummary();
        try (ResultFile file = new ResultFile(PrivateFile.create(result))) {
            new PreProvisioning(
                            request -> perseverance.ask(() -> realm.post(placeholders, request)),
                            roster.identityProvider(),
                            dryRun)
                    .run(rows, results -> {
                        file.add(results);
                        summary.add(results);
                        progress.advance(results.size());
                    });
        } finally {
            out().println(summary);
        }
        return summary.hasBad() ? 1 : 0;
    }

    @Command(
            name = "partial-import",
            mixinStandardHelpOptions = true,
            description =
                    "Turns a CSV file of people into a file for the Admin Console's Partial import. Asks no server.")
    int partialImport(
            @Mixin RosterOptions roster,
            @Option(names = "--realm", required = true, description = "The school's realm") String realm,
            @Option(
                            names = "--output",
                            required = true,
                            paramLabel = "<json>",
                            description = "New file for the Console")
                    Path output)
            throws IOException {
        RosterCheck check = new RosterCheck();
        PartialImport file = new PartialImport(realm, roster.identityProvider());
        RosterSummary summary = new RosterSummary();
        for (RosterRow row : roster.rows()) {
            check.verdict(row)
                    .ifPresentOrElse(
                            verdict -> {
                                summary.add(List.of(verdict));
                                out().println("line " + row.line() + ": "
                                        + verdict.verdict().words() + ", " + verdict.detail());
                            },
                            () -> file.add(row));
        }
        try (Writer out = PrivateFile.create(output)) {
            out.write(file.toString());
        }
        out().println(count(file.size(), "placeholder") + " in " + output);
        return summary.hasBad() ? 1 : 0;
    }

    private static Realm signedIn(Realm realm) {
        realm.signIn();
        return realm;
    }

    private static void sit(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("interrupted", e);
        }
    }

    private void advise(RealmSetup setup) {
        setup.advice().forEach(advice -> out().println("! " + advice));
    }

    private static String count(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
