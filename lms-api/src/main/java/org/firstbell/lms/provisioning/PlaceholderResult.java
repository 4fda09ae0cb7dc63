package org.firstbell.lms.provisioning;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.UUID;
import org.firstbell.lms.explanation.Explanation;
import org.firstbell.lms.explanation.Sentence;

/**
 * What Keycloak made of one address.
 *
 * @param email as we sent it
 * @param outcome created, waiting, active or invalid
 * @param userId the placeholder's or the account's id; null when invalid
 * @param detail why it is invalid; else null
 * @param code of that sentence; null from an extension that gives none
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record PlaceholderResult(String email, String outcome, UUID userId, String detail, String code) {

    /** {@return the detail, for those who say it in another language; null if its code is none that is known here} */
    Explanation explanation() {
        return code == null
                ? null
                : switch (code) {
                    case "user-name-taken" -> Sentence.USER_NAME_TAKEN.plain();
                    case "user-profile-refused" -> Sentence.USER_PROFILE_REFUSED.with("problems", detail);
                    case "user-not-created" -> Sentence.USER_NOT_CREATED.plain();
                    default -> null;
                };
    }
}
