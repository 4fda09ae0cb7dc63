package org.firstbell.lms.course;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.LocalDate;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Where somebody stands in a course.
 *
 * @param endsOn the course's last day; null for none
 * @param privileges the effective ones
 */
public record Standing(
        UUID courseId, String title, LocalDate endsOn, UUID ownerId, Role role, Set<Privilege> privileges) {

    /** What somebody is in a course. */
    public enum Role {
        @JsonProperty("owner")
        OWNER,
        @JsonProperty("member")
        MEMBER,
        /** Sees and does everything everywhere, as the realm says. */
        @JsonProperty("admin")
        ADMIN,
        /** Must not learn that the course exists. */
        NONE
    }

    /** A course as shown to somebody who has to do with it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Course")
    public record View(UUID id, String title, LocalDate endsOn, Role role, Set<Privilege> privileges) {}

    public boolean isVisible() {
        return role != Role.NONE;
    }

    View view() {
        return new View(courseId, title, endsOn, role, privileges);
    }

    Standing asAdmin() {
        return new Standing(courseId, title, endsOn, ownerId, role == Role.OWNER ? role : Role.ADMIN, Privilege.all());
    }
}
