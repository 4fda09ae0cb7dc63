package org.firstbell.e2e.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firstbell.e2e.claim.ImportedSchool.aNewAddress;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.firstbell.e2e.claim.RealmCommand.Run;
import org.firstbell.e2e.google.GoogleIdentity;
import org.firstbell.e2e.google.PlayedGoogle;
import org.firstbell.e2e.story.EndToEnd;
import org.firstbell.e2e.system.FirstbellSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A roster that is brought into the realm before the first day; by the command, as school IT runs it. */
@EndToEnd
final class RosterIT {

    private static final AtomicInteger REALMS = new AtomicInteger();

    private final FirstbellSystem system;
    private final ImportedSchool school;
    private final String ada = aNewAddress();
    private final String ben = aNewAddress();

    @TempDir
    private Path directory;

    RosterIT(FirstbellSystem system, PlayedGoogle google) {
        this.system = system;
        school = new ImportedSchool(system, google, "Roster" + REALMS.incrementAndGet(), "", realm -> {});
    }

    @AfterEach
    void closeSchool() {
        school.close();
    }

    @Test
    void aDryRunSaysWhatWouldBecomeOfEachLineAndChangesNothing() throws IOException {
        int before = school.get("users/count").intValue();

        Run run = roster(googleExport(), "dry.csv", "--dry-run");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).contains("2 to be created, 1 duplicate, 1 left out, 1 invalid");
        assertThat(verdicts("dry.csv"))
                .containsExactly("2 to be created", "3 to be created", "4 left out", "5 duplicate", "6 invalid");
        assertThat(school.get("users/count").intValue()).isEqualTo(before);
    }

    @Test
    void peopleOfTheRosterClaimTheirsAndTheSameFileMayBeRunAgain() throws IOException {
        Path people = googleExport();

        Run first = roster(people, "first.csv");
        school.assertGetsIn(
                GoogleIdentity.of(ada),
                school.userByEmail(ada).orElseThrow().required("id").textValue());
        Run second = roster(people, "second.csv");

        assertThat(verdicts("first.csv"))
                .containsExactly("2 created", "3 created", "4 left out", "5 duplicate", "6 invalid");
        assertThat(verdicts("second.csv"))
                .containsExactly("2 active", "3 waiting", "4 left out", "5 duplicate", "6 invalid");
        assertThat(school.userByEmail(ben).orElseThrow().required("lastName").textValue())
                .isEqualTo("Beyer");
        assertThat(first.err()).contains("5 of 5 lines");
        assertThat(List.of(first.out(), first.err(), second.out(), second.err()))
                .noneMatch(text -> text.contains("school.example"));
    }

    @Test
    void theRightToMakePlaceholdersIsEnough() throws IOException {
        String client = school.get("clients?clientId=lms-api").at("/0/id").textValue();
        String secret = school.get("clients/" + client + "/client-secret")
                .required("value")
                .textValue();
        Path people = Files.writeString(directory.resolve("people.csv"), ada + "\n" + ben + "\n");

        Run run = new RealmCommand(system, school.name())
                .runAsClient("lms-api", secret, "roster", options(people, "result.csv"));

        assertThat(run.err()).contains("2 of 2 lines");
        assertThat(run.exit()).isZero();
        assertThat(verdicts("result.csv")).containsExactly("1 created", "2 created");
    }

    @Test
    void anIdentityProviderThatIsNotThereLeavesEverythingUntried() throws IOException {
        Path people = Files.writeString(directory.resolve("people.csv"), ada);

        Run run = new RealmCommand(system, school.name())
                .run(
                        "roster",
                        List.of(
                                "--file=" + people,
                                "--identity-provider=gogle",
                                "--result=" + directory.resolve("result.csv")));

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("HTTP 400", "not the alias of an identity provider");
        assertThat(verdicts("result.csv")).containsExactly("1 not tried");
    }

    /** The request is the one that the Admin Console sends for <i>Partial import</i>. */
    @Test
    void peopleOfAFileForTheAdminConsoleClaimTheirs() throws IOException {
        Path output = directory.resolve("people.json");
        Run run = RealmCommand.execute(
                List.of(
                        "partial-import",
                        "--file=" + googleExport(),
                        "--identity-provider=google",
                        "--realm=" + school.name(),
                        "--output=" + output),
                Map.of());
        assertThat(run.out()).contains("2 placeholders in ");

        JsonNode file = new ObjectMapper().readTree(output.toFile());
        assertThat(school.post("partialImport", file).required("added").intValue())
                .isEqualTo(2);
        assertThat(school.post("partialImport", file).required("skipped").intValue())
                .isEqualTo(2);

        String placeholder =
                school.userByEmail(ada).orElseThrow().required("id").textValue();
        school.assertUntouched(placeholder);
        assertThat(school.get("users/" + placeholder + "/role-mappings/realm").findValuesAsText("name"))
                .containsExactly("default-roles-" + school.name().toLowerCase(Locale.ROOT));
        school.assertGetsIn(GoogleIdentity.of(ada), placeholder);
    }

    /** The request is the one that the Admin Console sends for <i>Add user</i>. */
    @Test
    void somebodyWhoWasAddedByHandInTheAdminConsoleClaimsTheirs() {
        ObjectNode user = new ObjectMapper().createObjectNode();
        user.put("username", ada).put("email", ada).put("enabled", true).put("emailVerified", false);
        user.putObject("attributes").putArray("firstbell.placeholder").add("google");
        school.post("users", user);
        ObjectNode added =
                school.user(school.userByEmail(ada).orElseThrow().required("id").textValue());
        school.put("users/" + added.required("id").textValue(), added.put("enabled", false));

        String placeholder = added.required("id").textValue();
        school.assertUntouched(placeholder);
        school.assertGetsIn(GoogleIdentity.of(ada), placeholder);
    }

    private Path googleExport() throws IOException {
        return Files.writeString(directory.resolve("users.csv"), """
                First Name [Required],Last Name [Required],Email Address [Required],Status [READ ONLY]
                Ada,Lovelace,%s,Active
                Ben,Beyer,%s,Active
                Cy,Cole,gone@school.example,Suspended
                Ada,Lovelace,%s,Active
                No,Body,nobody at school.example,Active
                """.formatted(ada, ben, ada));
    }

    private Run roster(Path people, String result, String... further) {
        List<String> options = new ArrayList<>(options(people, result));
        options.addAll(List.of(further));
        return new RealmCommand(system, school.name()).run("roster", options);
    }

    private List<String> options(Path people, String result) {
        return List.of("--file=" + people, "--identity-provider=google", "--result=" + directory.resolve(result));
    }

    /** The line and the verdict of each row. */
    private List<String> verdicts(String result) throws IOException {
        return Files.readAllLines(directory.resolve(result)).stream()
                .skip(1)
                .map(row -> row.split(",", -1))
                .map(cells -> cells[0] + " " + cells[2].replace("\"", ""))
                .toList();
    }
}
