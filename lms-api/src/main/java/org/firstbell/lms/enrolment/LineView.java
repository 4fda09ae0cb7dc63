package org.firstbell.lms.enrolment;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.firstbell.address.EmailAddress;
import org.firstbell.lms.explanation.Explanation;

/**
 * A line and what becomes of it.
 *
 * @param email the canonical address; null if it is none
 * @param detail a sentence; null if the verdict says it all
 * @param explanation the detail, for those who say it in another language; null without one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record LineView(int line, String input, String email, Verdict verdict, String detail, Explanation explanation) {

    static LineView of(Line line, EmailAddress address, Verdict verdict, Explanation explanation) {
        return new LineView(
                line.number(),
                line.input(),
                address == null ? null : address.value(),
                verdict,
                explanation == null ? null : explanation.inEnglish(),
                explanation);
    }
}
