package org.firstbell.lms.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvLinesTest {

    @Test
    void readsOneAddressPerLine() {
        assertThat(CsvLines.parse("a@b.example\nc@d.example\n"))
                .containsExactly(new Line(1, "a@b.example"), new Line(2, "c@d.example"));
    }

    @Test
    void findsTheColumnByItsHeader() {
        assertThat(CsvLines.parse("name,E-Mail\r\nAda,ada@b.example\r\n\"Byron, Ada\",byron@b.example"))
                .containsExactly(new Line(2, "ada@b.example"), new Line(3, "byron@b.example"));
    }

    @Test
    void findsTheCellWithTheAddressWithoutOne() {
        assertThat(CsvLines.parse("Ada;ada@b.example;7\nBob;none;8"))
                .containsExactly(new Line(1, "ada@b.example"), new Line(2, "Bob"));
    }

    @Test
    void countsLinesAsAnEditorDoes() {
        assertThat(CsvLines.parse("email\n\n\"a@b.example\"\n\"two\nlines\"\nc@d.example"))
                .containsExactly(new Line(3, "a@b.example"), new Line(4, "two\nlines"), new Line(6, "c@d.example"));
    }

    @Test
    void takesAByteOrderMarkTabsAndDoubledQuotes() {
        assertThat(CsvLines.parse("\uFEFFEmail\tName\na@b.example\t\"the \"\"first\"\"\""))
                .containsExactly(new Line(2, "a@b.example"));
    }

    @Test
    void findsAMissingCellEmpty() {
        assertThat(CsvLines.parse("name,email\nAda")).containsExactly(new Line(2, ""));
    }

    @Test
    void endsWhereAQuoteIsNeverClosed() {
        assertThat(CsvLines.parse("\"a@b.example\n")).containsExactly(new Line(1, "a@b.example\n"));
    }

    @Test
    void findsNothingInNothing() {
        assertThat(List.of(CsvLines.parse(""), CsvLines.parse("\n \n,,\n"))).containsOnly(List.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sep=;\r\nName;E-Mail-Adresse\r\n\"Lovelace, Ada\";a@b.example\r\n",
                "\"Lovelace, Ada\";a@b.example",
                "First Name [Required],Last Name [Required],Email Address [Required]\nAda,Lovelace,a@b.example",
                "Name,E-mail 1 - Label,E-mail 1 - Value\nAda,Work,a@b.example",
                "Nombre\tCorreo electr\u00F3nico\nAda\ta@b.example",
                "sourcedId,status,enabledUser,role,username,givenName,familyName,email\n1,active,true,student,ada@x.example,Ada,L,a@b.example",
                "sourcedId,classSourcedId,schoolSourcedId,userSourcedId,role\n1,7,3,a@b.example,student"
            })
    void findsTheAddressInWhatOtherProgramsExport(String csv) {
        assertThat(CsvLines.parse(csv)).extracting(Line::input).containsExactly("a@b.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@x"})
    void takesTheApostropheOffThatKeptACellFromBeingAFormula(String cell) {
        assertThat(CsvLines.parse("email\n'" + cell)).containsExactly(new Line(2, cell));
    }

    @Test
    void countsTheLineThatDeclaresTheSeparator() {
        assertThat(CsvLines.parse("sep=;\na@b.example;x")).containsExactly(new Line(2, "a@b.example"));
    }
}
