package org.firstbell.lms.privilege;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.firstbell.address.EmailAddress;
import org.firstbell.lms.course.Privilege;
import org.firstbell.lms.course.Privileges;
import org.firstbell.lms.course.Recipients;
import org.firstbell.lms.course.Standing;
import org.firstbell.lms.explanation.Sentence;
import org.firstbell.lms.grant.ExpiredGrants;
import org.firstbell.lms.grant.Expiry;
import org.firstbell.lms.grant.GrantHistory;
import org.firstbell.lms.grant.GrantHistory.Entry;
import org.firstbell.lms.grant.GrantHistory.What;
import org.firstbell.lms.grant.GrantStatus;
import org.firstbell.lms.grant.PendingGrants;
import org.firstbell.lms.grant.PendingGrants.Giver;
import org.firstbell.lms.grant.Precondition;
import org.firstbell.lms.person.PersonView;
import org.firstbell.lms.privilege.CoursePrivileges.Held;
import org.firstbell.lms.privilege.GrantPolicy.Granter;
import org.firstbell.lms.privilege.GrantPolicy.NotHeld;
import org.firstbell.lms.privilege.GrantPolicy.OwnPrivileges;
import org.firstbell.lms.privilege.GrantPolicy.OwnersPrivileges;
import org.firstbell.lms.privilege.GrantPolicy.Recipient;
import org.firstbell.lms.privilege.GrantPolicy.Verdict;
import org.firstbell.lms.problem.ProblemException;
import org.firstbell.lms.problem.ProblemType;

/** Gives privileges and takes them back, alike for people who are here and for those who have not come yet. */
@ApplicationScoped
class PrivilegeGrants {

    private static final String WHY = "request";

    private final GrantPolicy policy = new GrantPolicy();
    private final PrivilegesKind kind;
    private final CoursePrivileges active;
    private final PendingGrants pending;
    private final ExpiredGrants expired;
    private final GrantHistory history;
    private final Recipients recipients;
    private final Clock clock;

    PrivilegeGrants(
            PrivilegesKind kind,
            CoursePrivileges active,
            PendingGrants pending,
            ExpiredGrants expired,
            GrantHistory history,
            Recipients recipients,
            Clock clock) {
        this.kind = kind;
        this.active = active;
        this.pending = pending;
        this.expired = expired;
        this.history = history;
        this.recipients = recipients;
        this.clock = clock;
    }

    /** Replaces what somebody has in the course, or what waits for them there. */
    @Transactional
    PrivilegesView put(
            Granter granter, Standing course, EmailAddress address, Privileges privileges, Precondition precondition) {
        return recipients
                .holderOf(address, course.courseId())
                .map(person -> putActive(granter, course, person, privileges, precondition))
                .orElseGet(() -> putPending(granter, course, address, privileges, precondition));
    }

    /** Replaces what somebody has in the course. */
    @Transactional
    PrivilegesView put(
            Granter granter, Standing course, UUID personId, Privileges privileges, Precondition precondition) {
        return putActive(granter, course, recipients.require(personId, course.courseId()), privileges, precondition);
    }

    /** Takes back what somebody has in the course, or what waits for them there. */
    @Transactional
    void revoke(Granter granter, Standing course, EmailAddress address, Precondition precondition) {
        Optional<PersonView> holder = recipients.holderOf(address, course.courseId());
        if (holder.isPresent()) {
            revokeActive(granter, course, holder.get(), precondition);
            return;
        }
        precondition.check(waiting(course, address).map(Privileges::version));
        if (!pending.revoke(kind, course.courseId(), address, granter.personId(), WHY)) {
            throw new ProblemException(ProblemType.GRANT_NOT_FOUND);
        }
    }

    /** Takes back what somebody has in the course. */
    @Transactional
    void revoke(Granter granter, Standing course, UUID personId, Precondition precondition) {
        revokeActive(granter, course, recipients.require(personId, course.courseId()), precondition);
    }

    private PrivilegesView putActive(
            Granter granter, Standing course, PersonView person, Privileges privileges, Precondition precondition) {
        Optional<Held> before = active.find(course.courseId(), person.userId());
        precondition.check(before.map(Held::privileges).map(Privileges::version));
        boolean owner = person.userId().equals(course.ownerId());
        check(
                granter,
                new Recipient(
                        person.userId(), owner, before.map(Held::privileges).orElse(Privileges.NONE)),
                privileges);
        if (person.email() != null) {
            expired.renew(kind, course.courseId(), List.of(new EmailAddress(person.email())));
        }
        UUID id;
        if (before.filter(held -> held.privileges().equals(privileges)).isPresent()) {
            id = before.get().grantId();
        } else {
            id = active.put(course.courseId(), person.userId(), privileges, granter.personId());
            history.add(
                    before.isPresent() ? What.CHANGED : What.GRANTED,
                    granter.personId(),
                    WHY,
                    new Entry(id, course.courseId(), kind.name(), person.userId()));
        }
        return new PrivilegesView(
                id,
                GrantStatus.ACTIVE,
                person,
                privileges.allow(),
                privileges.deny(),
                owner ? Privilege.all() : privileges.effective(),
                null);
    }

    private PrivilegesView putPending(
            Granter granter, Standing course, EmailAddress address, Privileges privileges, Precondition precondition) {
        Optional<Privileges> before = waiting(course, address);
        precondition.check(before.map(Privileges::version));
        check(granter, new Recipient(null, false, before.orElse(Privileges.NONE)), privileges);
        Instant expiresAt = Expiry.of(clock.instant(), course.endsOn());
        UUID id = pending.store(
                kind,
                course.courseId(),
                address,
                PrivilegesKind.Payload.of(privileges),
                new Giver(granter.personId(), granter.admin()),
                expiresAt,
                WHY);
        return new PrivilegesView(
                id,
                GrantStatus.PENDING,
                new PersonView(address.value(), null, null),
                privileges.allow(),
                privileges.deny(),
                privileges.effective(),
                expiresAt);
    }

    private void revokeActive(Granter granter, Standing course, PersonView person, Precondition precondition) {
        Held held = active.find(course.courseId(), person.userId())
                .orElseThrow(() -> new ProblemException(ProblemType.GRANT_NOT_FOUND));
        precondition.check(Optional.of(held.privileges().version()));
        boolean owner = person.userId().equals(course.ownerId());
        check(granter, new Recipient(person.userId(), owner, held.privileges()), Privileges.NONE);
        active.delete(held.grantId());
        history.add(
                What.REVOKED,
                granter.personId(),
                WHY,
                new Entry(held.grantId(), course.courseId(), kind.name(), person.userId()));
    }

    private Optional<Privileges> waiting(Standing course, EmailAddress address) {
        return pending.find(kind, course.courseId(), address)
                .map(grant -> grant.payload().privileges());
    }

    private void check(Granter granter, Recipient recipient, Privileges after) {
        Verdict verdict = policy.decide(granter, recipient, after);
        if (verdict instanceof OwnPrivileges) {
            throw new ProblemException(ProblemType.OWN_PRIVILEGES);
        }
        if (verdict instanceof OwnersPrivileges) {
            throw new ProblemException(ProblemType.OWNERS_PRIVILEGES);
        }
        if (verdict instanceof NotHeld notHeld) {
            throw new ProblemException(
                    ProblemType.PRIVILEGE_NOT_HELD,
                    Sentence.PRIVILEGES_NOT_HELD.with(
                            "privileges",
                            notHeld.missing().stream().map(Privilege::toString).toList()));
        }
    }
}
