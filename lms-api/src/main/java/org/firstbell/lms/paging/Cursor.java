package org.firstbell.lms.paging;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Base64;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.firstbell.lms.explanation.Sentence;
import org.firstbell.lms.problem.ProblemException;

/**
 * Where a page ended: the sort key of its last row, and what tells that row from others of the same key. Opaque on the
 * wire, and stable under inserts, since it names a position and not a count.
 */
@Schema(type = SchemaType.STRING, description = "As an earlier page gave it in next")
public record Cursor(String key, String id) {

    private static final char SEPARATOR = '\n';

    /** Before the first row. */
    public static final Cursor START = new Cursor("", "");

    /** Called by JAX-RS for a query parameter. */
    public static Cursor fromString(String encoded) {
        try {
            String decoded = new String(Base64.getUrlDecoder().decode(encoded), UTF_8);
            int separator = decoded.indexOf(SEPARATOR);
            if (separator >= 0
                    && decoded.chars().filter(Character::isISOControl).count() == 1) {
                return new Cursor(decoded.substring(0, separator), decoded.substring(separator + 1));
            }
        } catch (IllegalArgumentException notBase64) {
            // As wrong as one that decodes to something else.
        }
        throw notOurs();
    }

    /** {@return the key, of a list whose keys are numbers} */
    public long number() {
        try {
            return Long.parseLong(key);
        } catch (NumberFormatException notANumber) {
            throw notOurs();
        }
    }

    private static ProblemException notOurs() {
        return ProblemException.invalid("cursor", Sentence.NOT_A_CURSOR.plain());
    }

    @JsonValue
    @Override
    public String toString() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((key + SEPARATOR + id).getBytes(UTF_8));
    }
}
