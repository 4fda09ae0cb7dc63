package org.firstbell.lms.paging;

import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.firstbell.lms.explanation.Sentence;
import org.firstbell.lms.problem.ProblemException;

/** How many rows a page has at most, 1 to 200. */
@Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "200")
public record PageLimit(int rows) {

    /** Called by JAX-RS for a query parameter. */
    public static PageLimit fromString(String text) {
        try {
            int rows = Integer.parseInt(text);
            if (rows >= 1 && rows <= 200) {
                return new PageLimit(rows);
            }
        } catch (NumberFormatException notANumber) {
            // As wrong as a number out of range.
        }
        throw ProblemException.invalid("limit", Sentence.NUMBER_FROM_TO.with(Map.of("least", 1, "most", 200)));
    }
}
