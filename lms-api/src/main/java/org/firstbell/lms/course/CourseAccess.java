package org.firstbell.lms.course;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import org.firstbell.lms.course.Standing.Role;
import org.firstbell.lms.explanation.Sentence;
import org.firstbell.lms.person.Caller;
import org.firstbell.lms.problem.ProblemException;
import org.firstbell.lms.problem.ProblemType;

/** The door of a course: outsiders do not learn that it exists, members learn what they may not do. */
@ApplicationScoped
public class CourseAccess {

    private final Courses courses;
    private final DeletedCourses deleted;

    CourseAccess(Courses courses, DeletedCourses deleted) {
        this.courses = courses;
        this.deleted = deleted;
    }

    /** {@return where the caller stands, or empty if they have nothing to do with the course, or there is none} */
    public Optional<Standing> find(UUID courseId, Caller caller) {
        return find(courseId, caller.id(), caller.isAdmin());
    }

    /** As {@link #find(UUID, Caller)}, outside of a request. */
    public Optional<Standing> find(UUID courseId, UUID personId, boolean admin) {
        return courses.standing(courseId, personId)
                .map(standing -> admin ? standing.asAdmin() : standing)
                .filter(Standing::isVisible);
    }

    /**
     * Lets in everybody who has to do with the course.
     *
     * @throws ProblemException if the caller has not, or there is no such course
     */
    public Standing requireMember(UUID courseId, Caller caller) {
        return find(courseId, caller).orElseThrow(() -> new ProblemException(ProblemType.COURSE_NOT_FOUND));
    }

    /**
     * Lets in whoever holds a privilege in the course.
     *
     * @throws ProblemException if the caller does not, or there is no such course
     */
    public Standing require(Privilege privilege, UUID courseId, Caller caller) {
        Standing standing = requireMember(courseId, caller);
        if (!standing.privileges().contains(privilege)) {
            throw new ProblemException(
                    ProblemType.NOT_ALLOWED, Sentence.NEEDS_PRIVILEGE.with("privilege", privilege.toString()));
        }
        return standing;
    }

    /**
     * Lets in the owner, and administrators.
     *
     * @throws ProblemException for everybody else, or if there is no such course
     */
    public Standing requireOwner(UUID courseId, Caller caller) {
        Standing standing = requireMember(courseId, caller);
        if (standing.role() == Role.MEMBER) {
            throw new ProblemException(ProblemType.NOT_ALLOWED, Sentence.NEEDS_OWNER.plain());
        }
        return standing;
    }

    /**
     * Lets in those who may see what was given in the course: its owner, and administrators even once it is deleted.
     *
     * @throws ProblemException for everybody else, or if there was no such course
     */
    public void requireHistory(UUID courseId, Caller caller) {
        if (!caller.isAdmin() || !deleted.include(courseId)) {
            requireOwner(courseId, caller);
        }
    }
}
