package org.firstbell.lms.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvBytesTest {

    private static final String FILE = "Prénom\tE-Mail\r\nZoë\tzoe@b.example\r\n";

    @ParameterizedTest
    @CsvSource({"UTF-8,''", "UTF-8,\uFEFF", "UTF-16LE,\uFEFF", "UTF-16BE,\uFEFF", "windows-1252,''"})
    void readsWhatSpreadsheetProgramsWrite(String charset, String byteOrderMark) {
        byte[] bytes = (byteOrderMark + FILE).getBytes(Charset.forName(charset));

        String text = CsvBytes.decode(bytes);

        assertThat(text).endsWith(FILE);
        assertThat(CsvLines.parse(text)).containsExactly(new Line(2, "zoe@b.example"));
    }

    @Test
    void readsNothingInNothing() {
        assertThat(CsvBytes.decode(new byte[0])).isEmpty();
        assertThat(CsvBytes.decode(new byte[] {(byte) 0xFF})).hasSize(1);
    }
}
