package org.firstbell.lms.enrolment;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.firstbell.address.EmailAddress;
import org.firstbell.lms.course.Recipients;
import org.firstbell.lms.course.Standing;
import org.firstbell.lms.course.Standing.Role;
import org.firstbell.lms.grant.ExpiredGrants;
import org.firstbell.lms.grant.Expiry;
import org.firstbell.lms.grant.GrantStatus;
import org.firstbell.lms.grant.PendingGrants;
import org.firstbell.lms.grant.PendingGrants.Giver;
import org.firstbell.lms.grant.PendingGrants.Pending;
import org.firstbell.lms.grant.Precondition;
import org.firstbell.lms.person.PersonView;
import org.firstbell.lms.problem.ProblemException;
import org.firstbell.lms.problem.ProblemType;

/** Enrols one person and takes it back, alike for people who are here and for those who have not come yet. */
@ApplicationScoped
class SingleEnrolment {

    private static final String WHY = "request";

    private final Enrolments enrolments;
    private final EnrolmentKind kind;
    private final PendingGrants pending;
    private final ExpiredGrants expired;
    private final Recipients recipients;
    private final Clock clock;

    SingleEnrolment(
            Enrolments enrolments,
            EnrolmentKind kind,
            PendingGrants pending,
            ExpiredGrants expired,
            Recipients recipients,
            Clock clock) {
        this.enrolments = enrolments;
        this.kind = kind;
        this.pending = pending;
        this.expired = expired;
        this.recipients = recipients;
        this.clock = clock;
    }

    /** Enrols whoever has an address, or lets the enrolment wait for them. Whoever is enrolled stays so. */
    @Transactional
    EnrolmentView put(Standing course, UUID grantedBy, EmailAddress address) {
        return recipients
                .holderOf(address, course.courseId())
                .map(person -> putActive(course, grantedBy, person))
                .orElseGet(() -> putPending(course, grantedBy, address));
    }

    /** Enrols somebody. Whoever is enrolled stays so. */
    @Transactional
    EnrolmentView put(Standing course, UUID grantedBy, UUID personId) {
        return putActive(course, grantedBy, recipients.require(personId, course.courseId()));
    }

    /**
     * Takes back the enrolment of whoever has an address, or what waits for them.
     *
     * @throws ProblemException if there is none, or another one than the caller has seen
     */
    @Transactional
    void revoke(Standing course, UUID revokedBy, EmailAddress address, Precondition precondition) {
        Optional<PersonView> holder = recipients.holderOf(address, course.courseId());
        if (holder.isPresent()) {
            revokeActive(course, revokedBy, holder.get(), precondition);
            return;
        }
        precondition.check(
                pending.find(kind, course.courseId(), address).map(Pending::id).map(UUID::toString));
        if (!pending.revoke(kind, course.courseId(), address, revokedBy, WHY)) {
            throw new ProblemException(ProblemType.GRANT_NOT_FOUND);
        }
    }

    /**
     * Takes back somebody's enrolment.
     *
     * @throws ProblemException if there is none, or another one than the caller has seen
     */
    @Transactional
    void revoke(Standing course, UUID revokedBy, UUID personId, Precondition precondition) {
        revokeActive(course, revokedBy, recipients.require(personId, course.courseId()), precondition);
    }

    private EnrolmentView putActive(Standing course, UUID grantedBy, PersonView person) {
        enrolments.enrol(course.courseId(), List.of(person.userId()), grantedBy, WHY);
        if (person.email() != null) {
            expired.renew(kind, course.courseId(), List.of(new EmailAddress(person.email())));
        }
        UUID id = enrolments
                .grantOf(course.courseId(), person.userId())
                .orElseThrow(() -> new IllegalStateException("no enrolment of " + person.userId()));
        return new EnrolmentView(id, GrantStatus.ACTIVE, person, null);
    }

    private EnrolmentView putPending(Standing course, UUID grantedBy, EmailAddress address) {
        Instant expiresAt = Expiry.of(clock.instant(), course.endsOn());
        UUID id = pending.store(
                kind,
                course.courseId(),
                address,
                new EnrolmentKind.Payload(),
                new Giver(grantedBy, course.role() == Role.ADMIN),
                expiresAt,
                WHY);
        return new EnrolmentView(id, GrantStatus.PENDING, new PersonView(address.value(), null, null), expiresAt);
    }

    private void revokeActive(Standing course, UUID revokedBy, PersonView person, Precondition precondition) {
        UUID grant = enrolments
                .grantOf(course.courseId(), person.userId())
                .orElseThrow(() -> new ProblemException(ProblemType.GRANT_NOT_FOUND));
        precondition.check(Optional.of(grant.toString()));
        enrolments.end(course.courseId(), List.of(grant), revokedBy, WHY);
    }
}
