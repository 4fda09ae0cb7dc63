package org.firstbell.realm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class ResultFileTest {

    @Test
    void hasNoFormulaInItAndIsARosterAgain() {
        StringWriter out = new StringWriter();
        try (ResultFile file = new ResultFile(out)) {
            file.add(List.of(
                    new RosterResult(row(2, "=1+1@school.example"), RosterVerdict.CREATED, ""),
                    new RosterResult(row(3, "a\"b"), RosterVerdict.INVALID, "not, so")));
        }

        assertThat(out.toString().lines())
                .containsExactly(
                        "\uFEFF\"line\",\"email\",\"verdict\",\"detail\"",
                        "2,\"'=1+1@school.example\",\"created\",\"\"",
                        "3,\"a\"\"b\",\"invalid\",\"not, so\"");
        assertThat(Roster.parse(out.toString(), Optional.empty()))
                .extracting(RosterRow::address)
                .containsExactly("=1+1@school.example", "a\"b");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void isForItsOwnerAloneToRead(@TempDir Path directory) throws Exception {
        Path path = directory.resolve("result.csv");
        PrivateFile.create(path).close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    @Test
    void replacesNoOtherFile(@TempDir Path directory) throws Exception {
        Path path = Files.writeString(directory.resolve("people.csv"), "ada@school.example");

        assertThatThrownBy(() -> PrivateFile.create(path)).isInstanceOf(RefusedException.class);

        assertThat(path).hasContent("ada@school.example");
    }

    private static RosterRow row(int line, String address) {
        return new RosterRow(line, address, "", "", Optional.empty());
    }
}
