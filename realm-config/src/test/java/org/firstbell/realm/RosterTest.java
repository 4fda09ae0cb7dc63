package org.firstbell.realm;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RosterTest {

    @Nested
    final class Understands {

        @Test
        void theUserExportOfGoogleWorkspace() {
            List<RosterRow> rows = parse("""
                    First Name [Required],Last Name [Required],Email Address [Required],Password [Required],\
                    Org Unit Path [Required],New Primary Email [UPLOAD ONLY],Status [READ ONLY],Recovery Email
                    Ada,Lovelace,ada@school.example,****,/Staff,,Active,ada@private.example
                    Ben,Beyer,ben@school.example,****,/Pupils,,Suspended,
                    """);

            assertThat(rows)
                    .containsExactly(
                            new RosterRow(2, "ada@school.example", "Ada", "Lovelace", Optional.empty()),
                            new RosterRow(3, "ben@school.example", "Ben", "Beyer", Optional.of("status is suspended")));
        }

        @Test
        void usersOfOneRoster() {
            List<RosterRow> rows = parse("""
                    "sourcedId","status","dateLastModified","enabledUser","orgSourcedIds","role","username","userIds",\
                    "givenName","familyName","middleName","identifier","email","sms","phone","agentSourcedIds","grades","password"
                    "1","active","","true","o","student","ada","","Ada","Lovelace","","","ada@school.example","","","","",""
                    "2","","","TRUE","o","student","ben","","Ben","Beyer","","","ben@school.example","","","","",""
                    "3","active","","false","o","student","cy","","Cy","Cole","","","cy@school.example","","","","",""
                    "4","tobedeleted","","true","o","student","di","","Di","Dorn","","","di@school.example","","","","",""
                    """);

            assertThat(rows)
                    .extracting(RosterRow::address, RosterRow::lastName, RosterRow::gone)
                    .containsExactly(
                            tuple("ada@school.example", "Lovelace", Optional.empty()),
                            tuple("ben@school.example", "Beyer", Optional.empty()),
                            tuple("cy@school.example", "Cole", Optional.of("the account is not enabled")),
                            tuple("di@school.example", "Dorn", Optional.of("status is tobedeleted")));
        }

        @Test
        void aListOfAddressesWithAndWithoutHeader() {
            assertThat(parse("ada@school.example\nben@school.example\n"))
                    .extracting(RosterRow::line, RosterRow::address)
                    .containsExactly(tuple(1, "ada@school.example"), tuple(2, "ben@school.example"));
            assertThat(parse("E-Mail\nada@school.example"))
                    .extracting(RosterRow::line, RosterRow::address)
                    .containsExactly(tuple(2, "ada@school.example"));
        }

        @Test
        void semicolonsAndWhatExcelPutsFirst() {
            assertThat(parse("\uFEFFVorname;Nachname;E-Mail\r\nAda;Lovelace;ada@school.example\r\n"))
                    .containsExactly(new RosterRow(2, "ada@school.example", "Ada", "Lovelace", Optional.empty()));
            assertThat(parse("sep=;\r\nE-Mail;Vorname\r\nada@school.example;\"Ada, Countess\"\r\n"))
                    .containsExactly(new RosterRow(3, "ada@school.example", "Ada, Countess", "", Optional.empty()));
        }

        @Test
        void aColumnThatOnlyTheSchoolKnows() {
            assertThat(Roster.parse("Login,Name\nada@school.example,Ada", Optional.of("login")))
                    .extracting(RosterRow::address)
                    .containsExactly("ada@school.example");
        }

        @Test
        void emptyLinesShortRowsAndCellsThatWereKeptFromBeingFormulas() {
            assertThat(parse("name,email\n\nAda\nBen,'-ben@school.example\n"))
                    .extracting(RosterRow::line, RosterRow::address)
                    .containsExactly(tuple(3, ""), tuple(4, "-ben@school.example"));
        }

        @Test
        void theBytesOfSpreadsheetPrograms(@TempDir Path directory) throws Exception {
            String csv = "Vorname,E-Mail\nZo\u00eb,zoe@school.example\n";

            for (byte[] bytes : List.of(
                    csv.getBytes(UTF_8),
                    csv.getBytes(Charset.forName("windows-1252")),
                    ("\uFEFF" + csv).getBytes(UTF_16LE))) {
                Path file = Files.write(directory.resolve("people.csv"), bytes);
                assertThat(Roster.read(file, Optional.empty()))
                        .extracting(RosterRow::firstName)
                        .containsExactly("Zo\u00eb");
            }
        }
    }

    @Nested
    final class Refuses {

        @Test
        void aHeaderInWhichNothingIsAnAddress() {
            assertThatThrownBy(() -> parse("Login,Name\nada,Ada"))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("--email-column")
                    .hasMessageContaining("Login, Name");
        }

        @Test
        void aColumnThatIsNotThere() {
            assertThatThrownBy(() -> Roster.parse("email,name\na@school.example,Ada", Optional.of("login")))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("\"login\"");
        }

        @Test
        void aFileThatIsNotThere(@TempDir Path directory) {
            assertThatThrownBy(() -> Roster.read(directory.resolve("nothing.csv"), Optional.empty()))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("There is no file");
        }
    }

    private static List<RosterRow> parse(String csv) {
        return Roster.parse(csv, Optional.empty());
    }
}
