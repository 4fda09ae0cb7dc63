package org.firstbell.realm;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The command line. Exit codes: 0 if all went well, 1 if something could not be done, 2 for wrong options.
 */
@Command(
        name = "firstbell-realm",
        mixinStandardHelpOptions = true,
        description = "Brings a Keycloak realm to where Firstbell works in it, and back.",
        synopsisSubcommandLabel = "(plan | apply | remove)")
public final class FirstbellRealm {

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

    @Command(mixinStandardHelpOptions = true, description = "Shows what apply would change. Changes nothing.")
    void plan(@Mixin AdminOptions admin, @Mixin SetupOptions wishes) {
        RealmSetup setup = new RealmSetup(admin.realm());
        List<Change> changes = setup.plan(wishes.parts());
        changes.forEach(change -> out().println("+ " + change.what()));
        out().println(changes.isEmpty() ? "no changes" : count(changes.size(), "change"));
        advise(setup);
    }

    @Command(mixinStandardHelpOptions = true, description = "Adds what is missing. May be repeated.")
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

    @Command(mixinStandardHelpOptions = true, description = "Takes away what apply has added.")
    void remove(
            @Mixin AdminOptions admin,
            @CommandLine.Option(names = "--dry-run", description = "Shows what would be taken away, and takes nothing")
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

    private void advise(RealmSetup setup) {
        setup.advice().forEach(advice -> out().println("! " + advice));
    }

    private static String count(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
