package org.firstbell.realm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What does not need a Keycloak. The rest is tried on a real one. */
final class RosterCommandTest {

    @Nested
    final class InBatches {

        private final Deque<Consumer<JsonNode>> script = new ArrayDeque<>();
        private final List<Integer> sizes = new ArrayList<>();

        @Test
        void everybodyIsAskedForOnceAndInOrder() {
            List<RosterResult> results = run(450, false);

            assertThat(sizes).containsExactly(200, 200, 50);
            assertThat(results)
                    .extracting(result -> result.row().line())
                    .isSorted()
                    .hasSize(450);
            assertThat(results).extracting(RosterResult::verdict).containsOnly(RosterVerdict.CREATED);
        }

        @Test
        void aDryRunDoesNotClaimToHaveDoneAnything() {
            assertThat(run(2, true)).extracting(RosterResult::verdict).containsOnly(RosterVerdict.TO_CREATE);
        }

        @Test
        void whatCouldNotBeAskedIsNamedAsSuch() {
            script.add(request -> {});
            script.add(request -> {
                throw new UnavailableException("gone");
            });

            List<RosterResult> results = run(450, false);

            assertThat(results.subList(0, 200))
                    .extracting(RosterResult::verdict)
                    .containsOnly(RosterVerdict.CREATED);
            assertThat(results.subList(200, 450))
                    .extracting(RosterResult::verdict)
                    .containsOnly(RosterVerdict.NOT_TRIED);
        }

        private List<RosterResult> run(int people, boolean dryRun) {
            List<RosterResult> results = new ArrayList<>();
            List<RosterRow> rows = IntStream.rangeClosed(1, people)
                    .mapToObj(line -> new RosterRow(line, "p" + line + "@school.example", "", "", Optional.empty()))
                    .toList();
            try {
                new PreProvisioning(this::answer, "google", dryRun).run(rows, results::addAll);
            } catch (UnavailableException scripted) {
                assertThat(scripted).hasMessage("gone");
            }
            return results;
        }

        private JsonNode answer(JsonNode request) {
            Optional.ofNullable(script.poll()).ifPresent(step -> step.accept(request));
            ObjectNode answer = JsonNodeFactory.instance.objectNode();
            ArrayNode results = answer.putArray("results");
            request.required("people").forEach(person -> results.addObject().put("outcome", "created"));
            sizes.add(results.size());
            return answer;
        }
    }

    @Nested
    final class ForTheAdminConsole {

        @TempDir
        private Path directory;

        @Test
        void leavesOutWhoeverIsNotToComeAndSaysSoWithoutAddresses() throws Exception {
            Path people = Files.writeString(directory.resolve("people.csv"), """
                    email,givenName,status
                    Ada@school.example,Ada,active
                    ben@school.example,Ben,tobedeleted
                    ADA@school.example,Ada,active
                    nobody,No,active
                    """);
            Path output = directory.resolve("people.json");
            StringWriter out = new StringWriter();

            int exit = line(out)
                    .execute(
                            "partial-import",
                            "--file=" + people,
                            "--identity-provider=google",
                            "--realm=School",
                            "--output=" + output);

            assertThat(exit).isEqualTo(1);
            assertThat(out.toString())
                    .contains(
                            "line 3: left out, status is tobedeleted",
                            "line 4: duplicate, as in line 2",
                            "line 5: invalid")
                    .contains("1 placeholder in ")
                    .doesNotContain("school.example", "nobody");
            JsonNode users = Json.parse(Files.readString(output, UTF_8)).required("users");
            assertThat(users).hasSize(1);
            assertThat(users.at("/0/email").textValue()).isEqualTo("ada@school.example");
            assertThat(users.at("/0/enabled").booleanValue()).isFalse();
            assertThat(users.at("/0/realmRoles/0").textValue()).isEqualTo("default-roles-school");
            assertThat(users.at("/0/attributes/firstbell.placeholder/0").textValue())
                    .isEqualTo("google");
        }

        private static CommandLine line(StringWriter out) {
            return FirstbellRealm.commandLine().setOut(new PrintWriter(out));
        }
    }
}
