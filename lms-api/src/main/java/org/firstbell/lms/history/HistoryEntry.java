package org.firstbell.lms.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.firstbell.lms.person.PersonView;

/**
 * Something that happened to a grant.
 *
 * @param what {@code granted}, {@code changed}, {@code attached}, {@code held}, {@code expired}, {@code revoked} or
 *     {@code ended}
 * @param grant its id from the first request to the end
 * @param actor who did it; for what time did, who gave the grant
 * @param person whom it is for; null once nobody is known to have been meant
 * @param why {@code request}, {@code event:<jti>}, {@code batch:<id>}, {@code undo:<batch>}, {@code expiry}, {@code
 *     course-deleted}, {@code reconciliation}, {@code release}, {@code extend}, {@code cancel} or {@code readdress}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record HistoryEntry(
        Instant at, String what, String kind, UUID grant, PersonView actor, PersonView person, String why) {}
