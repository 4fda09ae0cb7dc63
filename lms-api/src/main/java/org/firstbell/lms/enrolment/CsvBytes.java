package org.firstbell.lms.enrolment;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;

/**
 * Reads the bytes of a file as spreadsheet programs write them: UTF-16 with a byte order mark (Excel's <i>Unicode Text</i>),
 * UTF-8, or else the code page of Windows in western Europe (Excel's <i>CSV</i>), which has a character for every byte.
 */
final class CsvBytes {

    private static final Charset WINDOWS = Charset.forName("windows-1252");

    private CsvBytes() {}

    static String decode(byte[] bytes) {
        if (startsWith(bytes, 0xFF, 0xFE) || startsWith(bytes, 0xFE, 0xFF)) {
            return new String(bytes, UTF_16);
        }
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException notUtf8) {
            return new String(bytes, WINDOWS);
        }
    }

    private static boolean startsWith(byte[] bytes, int first, int second) {
        return bytes.length >= 2 && bytes[0] == (byte) first && bytes[1] == (byte) second;
    }
}
