package org.firstbell.lms.explanation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.firstbell.address.InvalidEmailAddressException;

/**
 * A sentence to people, for a page that says it in its own words. Beside it stands the English text, for whoever does not know
 * the code.
 *
 * @param code of a {@link Sentence}
 * @param parameters what is to be filled in: texts, numbers and lists of texts; left out of the JSON when there are none
 */
public record Explanation(
        String code,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Object> parameters) {

    public Explanation {
        parameters = parameters == null ? Map.of() : Map.copyOf(parameters);
    }

    /** Why an input is no address. */
    public static Explanation of(InvalidEmailAddressException e) {
        return Sentence.of(e.reason()).plain();
    }

    /**
     * The sentence itself.
     *
     * @throws IllegalArgumentException if the code is not known here, as may be where it was read
     */
    public String inEnglish() {
        return Sentence.named(code).inEnglish(parameters);
    }
}
